import { useMe } from "../../api/session";
import type { LogEvent } from "../../api/types";
import { clock, instant } from "../../format/times";
import styles from "./activity.module.css";
import { sentence } from "./sentence";

export const EventLine = ({ event }: { event: LogEvent }) => {
  const isMine = useMe().data?.id === event.actor_id;
  return (
    <li className={styles.line}>
      <time className={styles.time} dateTime={event.time} title={instant(event.time)}>
        {clock(event.time)}
      </time>
      <div className={styles.what}>
        <p>
          <strong>{sentence(event)}</strong>
          {isMine && <span className={styles.soft}> by you</span>}
        </p>
        <p className={styles.soft}>
          <code>{event.type}</code> · event {event.seq}
        </p>
        {Object.keys(event.data).length > 0 && (
          <details>
            <summary>Details</summary>
            <pre className={styles.data} tabIndex={0}>
              {JSON.stringify(event.data, null, 2)}
            </pre>
          </details>
        )}
      </div>
    </li>
  );
};
