import { useState } from "react";
import { useSignIn } from "../../api/session";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";
import { Field } from "../../ui/field";
import styles from "./sign-in.module.css";

export const PasswordSignIn = () => {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [isPersistent, setIsPersistent] = useState(false);
  const signIn = useSignIn();
  const submit = () => signIn.mutate({ username, password, remember: isPersistent });
  return (
    <>
      <ActionForm action={signIn} onSubmit={submit}>
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
        <Checkbox isSelected={isPersistent} onChange={setIsPersistent}>
          Stay signed in on this device
        </Checkbox>
        <Button type="submit" variant="primary" isPending={signIn.isPending}>
          {signIn.isPending ? "Signing in…" : "Sign in"}
        </Button>
      </ActionForm>
      <p className={styles.hint}>
        First time here? The server printed a one-time sign-in link when it started. Starting it again prints a fresh
        one, until a password has been chosen.
      </p>
    </>
  );
};
