import { consolePath, serverRoot } from "../../api/base-urls";
import { useProviders } from "../../api/identities";
import styles from "./sign-in.module.css";

const loginOf = (name: string, next: string) =>
  `${serverRoot}/api/v1/auth/${encodeURIComponent(name)}/login?${new URLSearchParams({ return_to: consolePath + next })}`;

/** Real links, since the way leads out of the console. None are shown where none are set up, or none can be asked for. */
export const ProviderLinks = ({ next }: { next: string }) => {
  const providers = useProviders().data?.items ?? [];
  if (providers.length === 0) return null;
  return (
    <>
      <ul className={styles.providers}>
        {providers.map(({ name, label }) => (
          <li key={name}>
            <a className={styles.provider} href={loginOf(name, next)}>
              Continue with {label}
            </a>
          </li>
        ))}
      </ul>
      <p className={styles.divider}>or with a password</p>
    </>
  );
};
