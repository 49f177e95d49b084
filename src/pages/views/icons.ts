const icon = (name: string, shapes: string): string =>
  `<svg class="icon icon-${name}" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${shapes}</svg>`;

/** Drawings as HTML; what they mean stands beside them in words. */
export const icons = {
  done: icon('done', '<path d="m6 12.5 4 4 8-9"/>'),
  note: icon('note', '<circle cx="12" cy="12" r="9"/><path d="M12 11.5v4.5"/><path d="M12 8v.01"/>'),
  wait: icon('wait', '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>'),
} as const;
