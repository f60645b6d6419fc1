import type { Quantity } from "./durations";
import { decimal } from "./numbers";

const WEEKS_A_MONTH = 365.25 / 12 / 7;
const WEEKS_A_YEAR = 365.25 / 7;

/** So many a week, a month or a year: the shortest of them in which it happens at least once. */
export function rate(perWeek: number): Quantity {
  if (perWeek >= 1) return { figure: decimal(perWeek), unit: "a week" };
  if (perWeek * WEEKS_A_MONTH >= 1) return { figure: decimal(perWeek * WEEKS_A_MONTH), unit: "a month" };
  return { figure: decimal(perWeek * WEEKS_A_YEAR), unit: "a year" };
}

export const rateText = (perWeek: number): string => {
  const { figure, unit } = rate(perWeek);
  return `${figure} ${unit}`;
};
