import type { Words } from "./words.ts";

export const es: Words = {
  unsubscribe: {
    title: "Cancelar la suscripción",
    question: "¿Dejar de recibir {list}?",
    explanation: "Basta con pulsar una vez. Todavía no ha cambiado nada.",
    button: "Cancelar la suscripción",
    allExplanation: "O deja de recibir cualquier correo de {newsletter}.",
    allButton: "Cancelarlo todo",
  },
  unsubscribed: {
    title: "Suscripción cancelada",
    one: "No volverás a recibir {list}.",
    all: "No volverás a recibir ningún correo de {newsletter}.",
    preferences: "¿Has cambiado de idea? Elige qué recibes",
  },
  preferences: {
    title: "Elige qué recibes",
    explanation: "Marca las listas de {newsletter} que quieres y guarda los cambios.",
    legend: "Listas",
    button: "Guardar",
  },
  saved: {
    title: "Guardado",
    explanation: "Esto es lo que recibirás a partir de ahora:",
    nothing: "Ya no recibirás nada de {newsletter}.",
    back: "Cambiarlo otra vez",
  },
  subscribe: {
    title: "Recibe {newsletter}",
    explanation: "Escríbenos desde la dirección en la que quieres recibirlo y la apuntamos en la lista.",
    button: "Escríbenos",
    subject: "Suscripción",
  },
  ownLink: {
    title: "Usa el enlace de tu propio correo",
    explanation:
      "Los enlaces al final de cada correo de {newsletter} son para una sola persona. Ábrelos desde un correo que hayas recibido tú.",
  },
  notFound: {
    title: "Aquí no hay nada",
    explanation:
      "Esta dirección no lleva a ninguna parte. Si viene de un correo, puede que se haya perdido un trozo: ábrela desde el propio correo.",
  },
  notAllowed: { title: "Aquí eso no funciona", explanation: "Vuelve atrás y usa el botón de la página." },
  tooLarge: { title: "Demasiado", explanation: "Eso es más de lo que admite esta página." },
  broken: {
    title: "No ha funcionado",
    explanation: "El fallo es nuestro y no ha cambiado nada. Vuelve a intentarlo dentro de un minuto.",
  },
};
