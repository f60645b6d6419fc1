import { useState } from "react";
import { useSignIn } from "../../api/session";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import styles from "./sign-in.module.css";

export const ByPassword = () => {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useSignIn();
  return (
    <div className={styles.form}>
      <h1>Sign in</h1>
      <ActionForm action={signIn} onSubmit={() => signIn.mutate({ username, password })}>
        <Field
          label="E-mail"
          name="username"
          type="email"
          autoComplete="username"
          value={username}
          onChange={setUsername}
          isRequired
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          isRequired
        />
        <Button type="submit" look="primary" isPending={signIn.isPending}>
          {signIn.isPending ? "Signing in…" : "Sign in"}
        </Button>
      </ActionForm>
      <p className={styles.hint}>
        First time here? The server printed a one-time sign-in link when it started. Starting it again prints a fresh
        one, until a password has been chosen.
      </p>
    </div>
  );
};
