import type { Actor } from "../api/types";
import { Badge } from "../ui/badge";

export const ACTORS: Record<Actor, { one: string; many: string }> = {
  human: { one: "Human", many: "Humans" },
  agent: { one: "Agent", many: "Agents" },
  bot: { one: "Bot", many: "Bots" },
};

const TONES = { human: "info", agent: "attention", bot: "plain" } as const;

export const ActorBadge = ({ actor }: { actor: Actor }) => <Badge tone={TONES[actor]}>{ACTORS[actor].one}</Badge>;
