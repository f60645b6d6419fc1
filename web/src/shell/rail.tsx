import { useState } from "react";
import { NavLink, useNavigate } from "react-router";
import { serverRoot } from "../api/base-urls";
import { useSignOut } from "../api/session";
import type { Me } from "../api/types";
import { Icon } from "../ui/icon";
import { Logo } from "../ui/logo";
import { setTheme, useTheme } from "../ui/theme";
import { navigationFor, type NavigationGroup } from "./navigation";
import styles from "./rail.module.css";

/** The main navigation. On a narrow screen it folds into a bar with one button. */
export const Rail = ({ me }: { me: Me }) => {
  const [open, setOpen] = useState(false);
  return (
    <header className={styles.rail}>
      <div className={styles.sticky}>
        <div className={styles.top}>
          <NavLink to="/" className={styles.home!} aria-label="Quarterdeck, home">
            <Logo />
          </NavLink>
          <button
            type="button"
            className={styles.menuButton}
            aria-expanded={open}
            aria-controls="menu"
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? "close" : "menu"} />
            Menu
          </button>
        </div>
        <div id="menu" className={`${styles.menu} ${open ? styles.open : ""}`}>
          <nav aria-label="Main" className={styles.groups}>
            {navigationFor(me).map((group) => (
              <GroupLinks key={group.name} group={group} onNavigate={() => setOpen(false)} />
            ))}
          </nav>
          <Footer me={me} />
        </div>
      </div>
    </header>
  );
};

const GroupLinks = ({ group, onNavigate }: { group: NavigationGroup; onNavigate: () => void }) => (
  <ul className={styles.list} aria-label={group.name}>
    <li className={styles.group} aria-hidden="true">
      {group.name}
    </li>
    {group.items.map((item) => (
      <li key={item.to}>
        <NavLink to={item.to} className={styles.item!} onClick={onNavigate}>
          <Icon name={item.icon} />
          {item.name}
        </NavLink>
      </li>
    ))}
  </ul>
);

const Footer = ({ me }: { me: Me }) => {
  const theme = useTheme();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const other = theme === "dark" ? "light" : "dark";
  return (
    <div className={styles.footer}>
      <span className={styles.user} title={me.email}>
        {me.name}
      </span>
      <a className={styles.item} href={`${serverRoot}/docs`}>
        <Icon name="book" />
        API pages
      </a>
      <button type="button" className={styles.item} onClick={() => setTheme(other)}>
        <Icon name={theme === "dark" ? "sun" : "moon"} />
        Use {other} theme
      </button>
      <button
        type="button"
        className={styles.item}
        onClick={() => signOut.mutate(undefined, { onSettled: () => void navigate("/sign-in") })}
      >
        <Icon name="sign-out" />
        Sign out
      </button>
    </div>
  );
};
