import { Checkbox, Group, SegmentedControl } from "@mantine/core";
import type { Look } from "../api.ts";

/** The views of an issue, in the order of the keys 1 to 6. `width` in CSS pixels; null for what is not drawn. */
export const VIEWS = [
  { name: "small", label: "320", width: 320 },
  { name: "phone", label: "375", width: 375 },
  { name: "tablet", label: "600", width: 600 },
  { name: "desktop", label: "Desktop", width: 960 },
  { name: "text", label: "Text", width: null },
  { name: "source", label: "HTML", width: null },
] as const;

export type ViewName = (typeof VIEWS)[number]["name"];

interface ViewBarProps {
  readonly look: Look;
  readonly address: URLSearchParams;
  readonly view: ViewName;
  readonly onChange: (changes: Readonly<Record<string, string | null>>) => void;
}

/** How the email is looked at, and for whom. Every choice is part of the page's address. */
export function ViewBar({ look, address, view, onChange }: ViewBarProps) {
  const isDrawn = VIEWS.find(({ name }) => name === view)?.width !== null;
  const segments = look.asked.flatMap(({ isIn }, index) => (isIn ? [index] : []));
  return (
    <Group className="bar" gap="md" px="md" py="xs" role="toolbar" aria-label="How to look at it">
      <SegmentedControl
        size="xs"
        aria-label="View"
        value={view}
        data={VIEWS.map(({ name, label }) => ({ value: name, label }))}
        onChange={(name) => onChange({ view: name })}
      />
      {isDrawn && (
        <>
          <SegmentedControl
            size="xs"
            aria-label="Colours"
            value={address.get("colours") ?? "light"}
            data={[
              { value: "light", label: "Light" },
              { value: "dark", label: "Dark" },
            ]}
            onChange={(colours) => onChange({ colours: colours === "light" ? null : colours })}
          />
          <Off name="images" label="Images" address={address} onChange={onChange} />
          <Off name="styles" label="Styles" address={address} onChange={onChange} />
        </>
      )}
      <SegmentedControl
        size="xs"
        aria-label="Reader"
        value={address.get("reader") ?? look.readers[0]?.key ?? ""}
        data={look.readers.map(({ key, label }) => ({ value: key, label }))}
        onChange={(reader) => onChange({ reader })}
      />
      {look.asked.map(({ query, isIn }, index) => (
        <Checkbox
          key={query}
          size="xs"
          label={query}
          checked={isIn}
          onChange={() =>
            onChange({
              in: (isIn
                ? segments.filter((one) => one !== index)
                : [...segments, index].toSorted((a, b) => a - b)
              ).join(","),
            })
          }
        />
      ))}
    </Group>
  );
}

function Off({
  name,
  label,
  address,
  onChange,
}: Pick<ViewBarProps, "address" | "onChange"> & { readonly name: string; readonly label: string }) {
  const isOn = address.get(name) !== "off";
  return (
    <Checkbox
      size="xs"
      label={label}
      checked={isOn}
      onChange={() => onChange({ [name]: isOn ? "off" : null })}
    />
  );
}
