import { decimal } from "./numbers";

export interface Quantity {
  figure: string;
  unit: string;
}

const HOURS_A_DAY = 24;
const HOURS_A_WEEK = 7 * HOURS_A_DAY;

/** Hours in the unit a person would say them in. The steps leave two digits or so in front of the unit. */
export function duration(hours: number): Quantity {
  if (hours < 1) return { figure: decimal(Math.round(hours * 60)), unit: "min" };
  if (hours < 2 * HOURS_A_DAY) return { figure: decimal(hours), unit: "h" };
  if (hours < 8 * HOURS_A_WEEK) return { figure: decimal(hours / HOURS_A_DAY), unit: "days" };
  return { figure: decimal(hours / HOURS_A_WEEK), unit: "weeks" };
}

export const durationText = (hours: number): string => {
  const { figure, unit } = duration(hours);
  return `${figure} ${unit}`;
};
