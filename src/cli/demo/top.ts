/** The first few of many, in order; what is added later comes after its equals. */
export interface Top<T> {
  add(item: T): void;
  readonly items: readonly T[];
  /** How many were added in all. */
  readonly count: () => number;
}

export function createTop<T>(limit: number, compare: (a: T, b: T) => number): Top<T> {
  const items: T[] = [];
  let count = 0;
  return {
    items,
    count: () => count,
    add(item) {
      count++;
      const place = items.findIndex((other) => compare(item, other) < 0);
      if (place < 0 && items.length === limit) return;
      items.splice(place < 0 ? items.length : place, 0, item);
      if (items.length > limit) items.pop();
    },
  };
}
