import { useState } from "react";
import { NavLink, useNavigate } from "react-router";
import { serverRoot } from "../api/place";
import { useSignOut } from "../api/session";
import type { Me } from "../api/types";
import { Icon } from "../ui/icon";
import { Mark } from "./mark";
import { placesFor, type Group } from "./places";
import styles from "./rail.module.css";
import { choose, useTheme } from "./theme";

/** The way around. On a narrow screen it folds into a bar with one button. */
export const Rail = ({ me }: { me: Me }) => {
  const [open, setOpen] = useState(false);
  return (
    <header className={styles.rail}>
      <div className={styles.deck}>
        <div className={styles.top}>
        <NavLink to="/" className={styles.home!} aria-label="Quarterdeck, home">
          <Mark />
        </NavLink>
        <button
          type="button"
          className={styles.fold}
          aria-expanded={open}
          aria-controls="places"
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? "close" : "menu"} />
          Menu
        </button>
      </div>
      <div id="places" className={`${styles.places} ${open ? styles.open : ""}`}>
        <nav aria-label="Main" className={styles.groups}>
          {placesFor(me).map((group) => (
            <Places key={group.name} group={group} onGo={() => setOpen(false)} />
          ))}
        </nav>
        <Foot me={me} />
      </div>
      </div>
    </header>
  );
};

const Places = ({ group, onGo }: { group: Group; onGo: () => void }) => (
  <ul className={styles.list} aria-label={group.name}>
    <li className={styles.group} aria-hidden="true">
      {group.name}
    </li>
    {group.places.map((place) => (
      <li key={place.to}>
        <NavLink to={place.to} className={styles.place!} onClick={onGo}>
          <Icon name={place.icon} />
          {place.name}
        </NavLink>
      </li>
    ))}
  </ul>
);

const Foot = ({ me }: { me: Me }) => {
  const theme = useTheme();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const other = theme === "dark" ? "light" : "dark";
  return (
    <div className={styles.foot}>
      <span className={styles.who} title={me.email}>
        {me.name}
      </span>
      <a className={styles.place} href={`${serverRoot}/docs`}>
        <Icon name="book" />
        API pages
      </a>
      <button type="button" className={styles.place} onClick={() => choose(other)}>
        <Icon name={theme === "dark" ? "sun" : "moon"} />
        Use {other} theme
      </button>
      <button
        type="button"
        className={styles.place}
        onClick={() => signOut.mutate(undefined, { onSettled: () => void navigate("/sign-in") })}
      >
        <Icon name="leave" />
        Sign out
      </button>
    </div>
  );
};
