import { useState } from "react";
import { useMe } from "../../api/session";
import { PasswordForm } from "../../features/sign-in/password-form";
import { Section } from "../../ui/layout";
import styles from "./account.module.css";

export const PasswordSection = () => {
  const [saved, setSaved] = useState(0);
  const me = useMe();
  return (
    <Section title="Password" lead="Changing it ends every other session and refuses every app you have let in.">
      <p role="status">{saved > 0 && "Saved. Your other sessions have been ended."}</p>
      <div className={styles.narrow}>
        <PasswordForm key={saved} needsCurrent={!me.data?.must_set_password} onDone={() => setSaved(saved + 1)} />
      </div>
    </Section>
  );
};
