import { esMails } from "./es-mails.ts";
import type { Words } from "./words.ts";

export const es: Words = {
  email: {
    number: "N.º {number}",
    part: "Parte {part}",
    by: "Por {names}",
    and: "y",
    minutes: "{minutes} min de lectura",
    viewOnline: "Ver en línea",
    guest: "Conversamos con",
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
    reply: ["Responde", "y cuéntanos qué te parece. Una persona lee cada respuesta."],
    reason: "Recibes esto porque te suscribiste a «{list}» de {name}.",
    asked:
      "Recibes esto una sola vez porque esta dirección se registró en «{list}» de {name}. Si no confirmas, no volveremos a escribirte.",
    reasonOnce: "Recibes esto porque esta dirección se registró en «{list}» de {name}.",
    moved: "Recibes esto una sola vez porque esta era tu dirección para «{list}» de {name}.",
    unsubscribe: "Cancelar la suscripción",
    preferences: "Elegir qué recibir",
  },
  mails: esMails,
  pages: {
    archive: {
      title: "Todas las ediciones",
      subscribe: "Suscríbete",
      feed: "Feed",
      empty: "Todavía no se ha publicado nada. La primera edición aparecerá aquí.",
      newer: "Ediciones más recientes",
      older: "Ediciones anteriores",
      pages: "Páginas",
      corrected: "Corregido el {date}, después del envío.",
      sections: "Secciones",
      everything: "Todo",
    },
    issue: {
      top: "Recibe {newsletter} por correo",
      end: "Recibe la próxima edición por correo",
      previous: "Edición anterior",
      next: "Edición siguiente",
      neighbours: "Edición anterior y siguiente",
      share: "Compartir",
      mail: "Correo",
      tags: "Temas",
    },
    search: {
      title: "Buscar",
      label: "Busca en todas las ediciones",
      button: "Buscar",
      none: "Ninguna edición tiene todas estas palabras: {words}",
      one: "Una edición tiene todas estas palabras: {words}",
      some: "{count} ediciones tienen todas estas palabras: {words}",
    },
    subscribe: {
      title: "Recibe {newsletter}",
      explanation: "Llega por correo, y puedes cancelar la suscripción cuando quieras.",
      email: "Correo electrónico",
      name: "Nombre",
      optional: "opcional",
      lists: "¿Qué te gustaría recibir?",
      agreement:
        "Primero enviaremos un correo a esta dirección. Para entrar en la lista, abre el enlace que contiene y presiona el botón.",
      agreementSingle:
        "Al presionar el botón aceptas recibir {newsletter} por correo hasta que canceles la suscripción.",
      button: "Suscribirme",
      trap: "Deja este campo vacío",
      wrongEmail: "No podemos enviar correo a esa dirección. Revísala, por favor.",
      wrongName: "Escribe un nombre de 60 caracteres como máximo, sin enlaces.",
      wrongList: "Marca al menos una, por favor.",
      again: "Revisa lo que escribiste, por favor, y vuelve a presionar el botón.",
      unsent: "No pudimos enviarte el correo. Vuelve a presionar el botón en un minuto, por favor.",
      tomorrow: "Hoy ya no podemos enviar más correos. Inténtalo de nuevo mañana, por favor.",
    },
    checkInbox: {
      title: "Revisa tu correo",
      explanation:
        "Si esta dirección puede recibir {newsletter}, ya hay un correo en camino. Abre el enlace que contiene y presiona el botón.",
      nothing:
        "¿No llegó nada en diez minutos? Busca en la carpeta de correo no deseado. Enviamos a cada dirección un correo de estos al día como máximo, y ninguno si ya está en la lista.",
      daily:
        "¿No llegó nada en diez minutos? Busca en la carpeta de correo no deseado. Enviamos a cada dirección un correo de estos al día como máximo.",
      entered: "Escribiste {address}.",
      meant: "¿Quisiste decir {address}?",
      correct: "¿No es correcta? Corrígela aquí.",
      button: "Usar esta dirección",
    },
    confirm: {
      title: "Un último paso",
      question: "¿Puede {newsletter} enviarte esto a partir de ahora?",
      unnamed: "¿Podemos enviarte {newsletter} a partir de ahora?",
      button: "Sí, quiero recibirlo",
      notYou: "Si no lo pediste tú, cierra esta página. No cambió nada y no volveremos a escribirte.",
      close: "Si no lo pediste tú, cierra esta página. No cambió nada.",
    },
    confirmed: {
      title: "Ya estás en la lista",
      explanation: "A partir de ahora recibirás:",
      preferences: "Elige qué recibes",
      latest: "Mientras llega la próxima, aquí está la última edición:",
      all: "Lee las ediciones publicadas",
    },
    stale: {
      title: "Este enlace ya no funciona",
      explanation:
        "No queda nada por confirmar con él. Si quieres recibir {newsletter}, suscríbete de nuevo.",
      subscribe: "Suscríbete",
    },
    comeBack: {
      title: "¿Quieres volver?",
      explanation: "Alguna vez nos pediste parar. Presiona el botón si te gustaría recibir esto de nuevo:",
      button: "Sí, quiero recibirlo de nuevo",
    },
    never: {
      title: "¿No volver a escribirte nunca?",
      explanation:
        "Entonces nada de {newsletter} llegará a tu dirección, escriba quien escriba en nuestro formulario. Todavía no cambió nada.",
      button: "No volver a escribirme nunca",
    },
    neverAgain: {
      title: "No volveremos a escribirte",
      explanation:
        "Ya nada de {newsletter} llegará a tu dirección. Si algún día cambias de opinión, escribe a {contact}.",
    },
    unfinished: {
      title: "No funcionó",
      explanation:
        "El error es nuestro. Regresa y vuelve a presionar el botón en un minuto; presionarlo dos veces no hace daño.",
    },
    unsubscribe: {
      title: "Cancelar la suscripción",
      question: "¿Dejar de recibir {list}?",
      explanation: "Presiona el botón para confirmarlo. Todavía no cambió nada.",
      button: "Cancelar la suscripción",
      allExplanation: "O deja de recibir cualquier correo de {newsletter}.",
      allButton: "Cancelarlo todo",
      less: "¿Te bastaría con menos?",
      pause: "Tómate un descanso y no recibas nada por un tiempo.",
      pauseLabel: "Por cuánto tiempo",
      pauseButton: "Tomarme un descanso",
      fewer: "Recibe menos correos: elige tus listas",
    },
    unsubscribed: {
      title: "Suscripción cancelada",
      one: "No volverás a recibir {list}.",
      all: "No volverás a recibir ningún correo de {newsletter}.",
      preferences: "¿Cambiaste de opinión? Elige qué recibes",
    },
    preferences: {
      title: "Elige qué recibes",
      explanation: "Cambia lo que quieras y guarda los cambios. Puedes deshacerlos cuando quieras.",
      legend: "Listas",
      about: "Sobre ti",
      firstName: "Nombre",
      lastName: "Apellido",
      zone: "Zona horaria",
      zoneUnset: "La misma del boletín ({zone})",
      language: "Idioma",
      pause: "Tómate un descanso",
      pauseNone: "Sin descanso",
      pauseDays: { "14": "Dos semanas", "30": "Un mes", "90": "Tres meses" },
      pauseKeep: "Hasta el {date} (como ahora)",
      pauseEnd: "Terminar el descanso ahora",
      button: "Guardar",
      allExplanation: "O deja de recibir cualquier correo de {newsletter}.",
      allButton: "Cancelarlo todo",
      address: "Otra dirección",
      addressExplanation:
        "¿Adónde deben llegar tus ejemplares a partir de ahora? Enviaremos un correo a esa dirección. Nada cambia hasta que presiones el botón que contiene.",
      newAddress: "Nueva dirección de correo",
      addressButton: "Cambiar la dirección",
    },
    change: {
      title: "Un último paso",
      question: "¿Quieres que todo lo que recibes de {newsletter} llegue a {address} a partir de ahora?",
      button: "Sí, quiero recibirlo aquí",
      close: "Si no lo pediste tú, cierra esta página. No cambió nada.",
      wait: "Si podemos escribir a esa dirección, ya hay un correo en camino. Abre el enlace que contiene y presiona el botón. Hasta entonces tus ejemplares llegan adonde llegaban antes.",
    },
    changed: {
      title: "La dirección cambió",
      explanation: "A partir de ahora recibirás aquí:",
      nothing: "Por ahora no estás en ninguna lista, así que todavía no llegará nada.",
    },
    saved: {
      title: "Guardado",
      explanation: "A partir de ahora recibirás:",
      nothing: "Ya no recibirás nada de {newsletter}.",
      paused: "No recibirás nada antes del {date}.",
      back: "Cambiarlo otra vez",
    },
    undelivered: {
      bounced:
        "Ya no enviamos a tu dirección, porque nuestros correos volvieron sin entregarse. Si vuelve a funcionar, escribe a {contact}.",
      complained:
        "Ya no enviamos a tu dirección, porque desde ella se marcó un correo nuestro como no deseado. Si fue un error, escribe a {contact}.",
      manual:
        "No enviamos a tu dirección, porque alguien nos pidió no hacerlo. Si quieres volver a recibir {newsletter}, escribe a {contact}.",
      resting:
        "Nuestros últimos correos a tu dirección volvieron. Lo intentaremos de nuevo después del {date}.",
    },
    ownLink: {
      title: "Usa el enlace de tu propio correo",
      explanation:
        "Los enlaces al final de cada correo de {newsletter} son para una sola persona. Ábrelos desde un correo que te hayamos enviado a ti.",
    },
    notFound: {
      title: "Página no encontrada",
      explanation:
        "No hay ninguna página en esta dirección. Si el enlace viene de un correo, quizá se perdió una parte: ábrelo desde el mismo correo.",
    },
    notAllowed: { title: "Esto no funciona aquí", explanation: "Regresa y usa el botón de la página." },
    tooLarge: { title: "Demasiado grande", explanation: "Enviaste más de lo que acepta esta página." },
    broken: {
      title: "Algo salió mal",
      explanation: "El error es nuestro y no cambió nada. Inténtalo de nuevo en un minuto.",
    },
  },
};
