import { defineNewsletter } from "letterpress";

export default defineNewsletter({
  name: "The Imposing Stone",
  tagline: "Letters about keeping a newsletter in git: written, checked and sent with care.",
  url: "https://news.imposingstone.example",
  from: "The Imposing Stone <desk@news.imposingstone.example>",
  reply_to: "The Imposing Stone <letters@news.imposingstone.example>",
  postal_address: "The Imposing Stone, Pasaje de los Cajistas 48, Barranco, Lima 15063, Peru",
  timezone: "America/Lima",
  lang: "en",
  lists: {
    weekly: {
      title: "The weekly letter",
      description: "Everything we publish: an interview on Tuesday, a digest on Friday.",
    },
    interviews: {
      title: "Insider’s Corner only",
      description: "The interviews, and nothing else.",
    },
  },
  sections: {
    "insiders-corner": {
      title: "Insider’s Corner",
      template: "interview",
      list: "weekly",
      intro: "One guest, our questions, and as little of us as we can manage.",
      slot: "Tue 09:00",
    },
    "weekly-digest": {
      title: "The Week on the Stone",
      template: "digest",
      list: "weekly",
      intro: "What we measured, fixed and read this week, for one cup of coffee.",
      slot: "Fri 09:00",
    },
  },
  series: {
    "ai-adoption-in-peru": { title: "AI adoption in Peru" },
  },
  authors: {
    desk: { name: "The desk", role: "Editors of The Imposing Stone" },
    carpio: { name: "Inés Carpio", role: "Maintainer" },
  },
  attributes: {
    plan: { type: "string", label: "Plan" },
    city: { type: "string", label: "City" },
    country: { type: "string", label: "Country" },
    supporter: { type: "boolean", label: "Pays for the letter" },
    issues_read: { type: "number", label: "Issues read" },
    joined: { type: "date", label: "Reader since" },
  },
  template: "interview",
  theme: {
    accent: "#14566b",
    paper: "#fdfbf6",
    ink: "#21242a",
    dark: { accent: "#84c5dc", paper: "#15191c", ink: "#e7e9e6" },
  },
  social: [{ label: "Archive", url: "https://news.imposingstone.example" }],
  editors: ["desk@news.imposingstone.example"],
});
