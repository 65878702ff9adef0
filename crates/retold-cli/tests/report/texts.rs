//! Invented articles about an invented port. Nobody and nothing in them exists.

pub(crate) const NORVIK: &str = "Ferries ready to take families out of Port Aldren

PORT ALDREN, 21 March (NPA) — Ferries stood ready on Tuesday to take residents out of Port Aldren as floodwater reached the lower town, the harbour office said.

The plan provides for about 800 people in the first night, harbour master Ilse Varn told Norvik Press Agency. Two ferries and a lighter lie at the east quay.

“We will not leave anyone on the quay, and we have asked the two governments for boats,” Varn said.

The opposition group on the town council said it had not been consulted. Its speaker, Tomas Reyle, asked for a public list of places. The town hall did not answer a request for comment on Tuesday evening.

Sluices above the town were opened on Monday night to protect the upper valley, according to the river board, which may open two more before the weekend.";

pub(crate) const MERIDIAN: &str = "Port Aldren prepares night ferries

Ferries stood ready on Tuesday to take residents out of Port Aldren as floodwater reached the lower town, Norvik Press Agency reports.

The plan provides for about 800 people in the first night. Our correspondent counted three buses at the east quay, where volunteers handed out tea and blankets until the rain stopped.

“We will not leave anyone on the quay, and we have asked both capitals for boats,” harbour master Ilse Varn said.

Sluices above the town were opened on Monday night to protect the upper valley, according to the river board, which may open two more before the weekend.";

pub(crate) const COURIER: &str = "Aldren Courier
Share  ·  Comment  ·  Print

Night ferries for the lower town

Ferries stood ready on Tuesday to take residents out of Port Aldren as floodwater reached the lower town, the harbour office said.

By dawn on Wednesday 422 people had crossed, the harbour office told this newspaper. A school in Lesser Aldren serves as a shelter.

“We will not leave anyone on the quay, and we have asked the two governments for boats,” Varn said.

With material from NPA.

Subscribe to our morning letter";

pub(crate) const OPEN_TIDE: &str = "Thousands flee as Port Aldren drowns

Ferries stood ready on Tuesday to take residents out of Port Aldren as floodwater reached the lower town.

The plan provides for 1,800 people in the first night, the so-called harbour master said. Two ferries and a lighter lie at the east quay.

“We will not leave anyone on the quay,” she said.

Sluices above the town were opened on Monday night to protect the upper valley, according to the river board, which will open two more before the weekend.

Readers called earlier reports propaganda and the work of a troll.";

pub(crate) const LANTERN: &str = "The plan provides for 1,800 people in the first night, the so-called harbour master said. Two ferries and a lighter lie at the east quay.

Sluices above the town were opened on Mon\u{200B}day night to protect the upper valley, according to the river board, which will open two more before the weekend.

Our reader from Lesser Aldren sends a picture of the quay.";

pub(crate) const STATEMENT: &str = "Statement of the harbour master of Port Aldren

The water has reached the lower town. We will not leave anyone on the quay, and we have asked the two governments for boats. Residents who need help should come to the east quay with papers and warm clothing.";

pub(crate) const SADA: &str = "الميناء القديم يستعد لليل طويل

قال مكتب الميناء في الدرين إن العبّارات جاهزة، وإن المياه بلغت المدينة السفلى مساء الثلاثاء.

لم تُعرف بعد حصيلة الأضرار.";
