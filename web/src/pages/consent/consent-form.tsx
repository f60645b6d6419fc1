import { useEffect, useRef, useState } from "react";
import { useDecision } from "../../api/consent";
import { useMe } from "../../api/session";
import type { ConsentRequest } from "../../api/types";
import { instant } from "../../format/times";
import { Button } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";
import { DescriptionList } from "../../ui/description-list";
import { Row } from "../../ui/layout";
import { Callout, ErrorMessage } from "../../ui/notice";
import styles from "./consent.module.css";

const ABOUT: Record<ConsentRequest["client"]["kind"], string> = {
  registered: "Registered by an administrator of this server",
  metadata: "Described at another address than the one the answer goes to",
  dynamic: "Registered itself, under a name of its own choice; nobody has checked it",
};
const DESCRIBED_THERE = "Described at the very address that the answer goes to";

const about = ({ kind, verified }: ConsentRequest["client"]): string =>
  kind === "metadata" && verified ? DESCRIBED_THERE : ABOUT[kind];

export const ConsentForm = ({ id, request }: { id: string; request: ConsentRequest }) => {
  const { client, scopes, warnings } = request;
  const [granted, setGranted] = useState(() => scopes.map(({ name }) => name));
  const decide = useDecision(id);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []); // not a button: Enter pressed too early must decide nothing
  const isLeaving = decide.isPending || decide.isSuccess;
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        Let {client.name} act for you?
      </h1>
      <RequestDetails request={request} />
      {warnings.map((warning) => (
        <Callout key={warning}>{warning}</Callout>
      ))}
      <div className={styles.scopes} role="group" aria-label="It could">
        <span className={styles.legend}>It could</span>
        {scopes.length === 0 && <p>Know who you are, and nothing else.</p>}
        {scopes.map(({ name, description }) => (
          <Checkbox
            key={name}
            isSelected={granted.includes(name)}
            onChange={(on) => setGranted(on ? [...granted, name] : granted.filter((other) => other !== name))}
          >
            {description} <code className={styles.code}>{name}</code>
          </Checkbox>
        ))}
      </div>
      {decide.error && <ErrorMessage error={decide.error} />}
      <Row>
        <Button variant="primary" isPending={isLeaving} onPress={() => decide.mutate({ allow: true, scopes: granted })}>
          Allow
        </Button>
        <Button isPending={isLeaving} onPress={() => decide.mutate({ allow: false })}>
          Deny
        </Button>
      </Row>
      <p role="status" className={styles.hint}>
        {decide.isSuccess
          ? `Going back to ${client.redirect_host}…`
          : "You can revoke this at any time on your account page."}
      </p>
    </>
  );
};

const RequestDetails = ({ request: { client, resource, expires_at } }: { request: ConsentRequest }) => {
  const me = useMe().data;
  return (
    <DescriptionList
      items={[
        ["Asked by", <strong>{client.name}</strong>],
        ["Goes back to", <strong>{client.redirect_host}</strong>],
        ["Who is that", about(client)],
        ["You are", me && `${me.name} (${me.email})`],
        ["For", <code>{resource}</code>],
        ["Answer until", instant(expires_at)],
      ]}
    />
  );
};
