import type { Words } from "./words.ts";

export const es: Words = {
  email: {
    number: "N.º {number}",
    part: "Parte {part}",
    by: "Por {names}",
    and: "y",
    minutes: "{minutes} min de lectura",
    viewOnline: "Ver en línea",
    guest: "Nuestra visita",
    sponsored: "Patrocinado por {name}",
    notes: "Notas",
    credit: "Imagen: {credit}",
    done: "hecho",
    open: "pendiente",
    image: "Imagen",
    question: "P",
    answer: "R",
    callouts: {
      note: "Nota",
      tip: "Consejo",
      important: "Importante",
      warning: "Advertencia",
      caution: "Precaución",
    },
    forward: ["Reenvía esta carta", "a alguien a quien le pueda gustar."],
    subscribe: ["Suscríbete", "si alguien te la reenvió."],
    reply: ["Responde", "y cuéntanos qué te parece. Lo lee una persona."],
    reason: "Recibes esto porque te suscribiste a «{list}» de {name}.",
    asked:
      "Recibes esto una sola vez, porque esta dirección se apuntó a «{list}» de {name}. Sin tu sí no se envía nada más.",
    unsubscribe: "Darse de baja",
    preferences: "Elegir qué recibir",
  },
  mails: {
    confirm: {
      title: "Confirma, por favor",
      subject: "Confirma tu suscripción a {name}",
      preview: "Una pulsación y recibirás el próximo número. Si no haces nada, no te escribiremos más.",
      body: `Alguien, esperamos que tú, nos ha pedido que enviemos un boletín a esta dirección.

**[Sí, quiero recibirlo]({{ urls.confirm }})**

Si no has sido tú, no tienes que hacer nada: sin tu sí no se envía nada más.`,
    },
    welcome: {
      title: "Te damos la bienvenida",
      subject: "Te damos la bienvenida a {name}",
      preview:
        "Tu dirección está en la lista. El próximo número te llegará aquí, y puedes irte cuando quieras.",
      body: `Gracias. Tu dirección está en la lista, y el próximo número te llegará aquí.

Puedes [elegir qué recibes]({{ urls.preferences }}) en cualquier momento, o irte con una sola pulsación en el enlace de abajo.`,
    },
  },
  pages: {
    archive: {
      title: "Todos los números",
      subscribe: "Suscríbete",
      feed: "Canal de noticias",
      empty: "Todavía no se ha publicado nada. Aquí aparecerá el primer número.",
      newer: "Números más recientes",
      older: "Números anteriores",
      pages: "Páginas",
      corrected: "Corregido el {date}, después de enviarse.",
    },
    subscribe: {
      title: "Recibe {newsletter}",
      explanation: "Llega por correo, y puedes irte cuando quieras.",
      email: "Correo electrónico",
      name: "Nombre",
      optional: "opcional",
      lists: "¿Qué te gustaría recibir?",
      agreement:
        "Primero enviamos un solo correo a esta dirección. Solo estarás en la lista cuando pulses el botón que hay tras su enlace.",
      agreementSingle:
        "Al pulsar el botón aceptas recibir {newsletter} por correo hasta que canceles la suscripción.",
      button: "Suscribirme",
      trap: "Deja este campo vacío",
      wrongEmail: "A esa dirección no se le puede enviar correo. Revísala, por favor.",
      wrongName: "Escribe un nombre de 60 caracteres como máximo, sin enlaces.",
      wrongList: "Marca al menos una, por favor.",
      again: "Échale otro vistazo, por favor, y vuelve a pulsar el botón.",
    },
    checkInbox: {
      title: "Mira tu correo",
      explanation:
        "Si esta dirección puede recibir {newsletter}, ya va un correo en camino. Ábrelo y pulsa el botón que hay tras su enlace.",
      nothing:
        "¿No ha llegado nada en diez minutos? Mira en la carpeta de correo no deseado. Enviamos un correo así al día a cada dirección, y ninguno a quien ya recibe la lista.",
    },
    confirm: {
      title: "Falta una pulsación",
      question: "¿Puede {newsletter} enviarte esto a partir de ahora?",
      unnamed: "¿Podemos enviarte {newsletter} a partir de ahora?",
      button: "Sí, quiero recibirlo",
      notYou: "Si no lo has pedido tú, cierra esta página. No ha cambiado nada y no se envía nada más.",
    },
    confirmed: {
      title: "Ya estás en la lista",
      explanation: "Esto es lo que recibirás a partir de ahora:",
      preferences: "Elige qué recibes",
    },
    stale: {
      title: "Este enlace ya cumplió su función",
      explanation: "Con él no queda nada por confirmar. Si quieres recibir {newsletter}, vuelve a pedirlo.",
      subscribe: "Suscríbete",
    },
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
      explanation: "Cambia lo que quieras y guarda los cambios. Siempre podrás deshacerlos.",
      legend: "Listas",
      about: "Sobre ti",
      firstName: "Nombre",
      lastName: "Apellidos",
      zone: "Zona horaria",
      zoneUnset: "La del boletín ({zone})",
      language: "Idioma",
      pause: "Tómate un descanso",
      pauseNone: "Sin descanso",
      pauseDays: { "14": "Dos semanas", "30": "Un mes", "90": "Tres meses" },
      pauseKeep: "Hasta el {date}, como está",
      pauseEnd: "Terminar ya el descanso",
      button: "Guardar",
      allExplanation: "O deja de recibir cualquier correo de {newsletter}.",
      allButton: "Cancelarlo todo",
    },
    saved: {
      title: "Guardado",
      explanation: "Esto es lo que recibirás a partir de ahora:",
      nothing: "Ya no recibirás nada de {newsletter}.",
      paused: "No llegará nada antes del {date}.",
      back: "Cambiarlo otra vez",
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
  },
};
