import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components";
import { useSearchParams } from "react-router";
import styles from "./tabs.module.css";

export interface Part {
  id: string;
  name: string;
  content: ReactNode;
}

/** Parts of one page. The one that is open stands in the address, so that a reload or a link opens it again. */
export const Tabs = ({ label, parts }: { label: string; parts: readonly Part[] }) => {
  const [params, setParams] = useSearchParams();
  const asked = params.get("show");
  const open = parts.find(({ id }) => id === asked) ?? parts[0]!;
  const show = (id: string) => {
    params.set("show", id);
    setParams(params, { replace: true });
  };
  return (
    <AriaTabs selectedKey={open.id} onSelectionChange={(key) => show(String(key))}>
      <TabList className={styles.tabs!} aria-label={label}>
        {parts.map(({ id, name }) => (
          <Tab key={id} id={id} className={styles.tab!}>
            {name}
          </Tab>
        ))}
      </TabList>
      {parts.map(({ id, content }) => (
        <TabPanel key={id} id={id} className={styles.panel!}>
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
};
