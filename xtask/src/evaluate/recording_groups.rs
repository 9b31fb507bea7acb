//! Groups of recordings in the report, by set and label.

use passwave_motion::Gesture;
use passwave_recordings::synthetic;

/// The set of greetings whose people, old and young, wave with the arm that wears the sensor.
pub(crate) const WAVING_WRIST: &str = "smartfallmm_wrist";

/// A group of recordings that the report pools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Group {
    /// Gestures of the hand that holds the phone.
    Gestures,
    /// The phone is carried, held or dropped, without a gesture.
    Carried,
    /// Daily living, recorded at the wrist.
    Wrist,
    /// Rhythmic exercises of the arm, recorded at the wrist.
    Exercise,
    /// Older people, patients and others with the phone at the hip, the waist or in a pocket.
    Body,
    /// Daily living at the wrist of older people, patients and others.
    OlderWrist,
    /// Greeting waves, recorded at the wrist.
    Greeting,
    /// What was recorded with the project's own page, and in studies with it.
    RecordingPage,
    /// Tremor at rest or in posture, with no gesture.
    Tremor,
    /// Movements with no bar: jumps, and washing hands, which is a movement to and fro.
    Apart,
    /// Single shapes and letters in the air, partly with something else than a phone.
    Shapes,
    /// Synthetic recordings.
    Generated,
    /// Synthetic attacks.
    Imitations,
}

impl Group {
    /// The groups without a gesture in them.
    pub(crate) const NEGATIVE: [Group; 8] = [
        Group::Carried,
        Group::Wrist,
        Group::Exercise,
        Group::Body,
        Group::OlderWrist,
        Group::Tremor,
        Group::Apart,
        Group::Shapes,
    ];
    /// The groups with rows of their own, which count in no other.
    pub(crate) const OWN_ROWS: [Group; 6] = [
        Group::Body,
        Group::OlderWrist,
        Group::Greeting,
        Group::RecordingPage,
        Group::Tremor,
        Group::Apart,
    ];

    /// A set that is in none of the lists counts as shapes: reported, with no target.
    pub(crate) fn of(set: &str, label: &str) -> Self {
        match (set, label) {
            ("gestureit", "idle_hold") => Group::Carried,
            ("handwaving" | "uhh" | "gestureit" | "phyphox_wave", _) => Group::Gestures,
            ("motionsense" | "wisdm_phone" | "geotec_phone" | "driving", _) => Group::Carried,
            ("pdr_walk" | "phone_hand_adl" | "phone_drop", _) => Group::Carried,
            ("wisdm_watch" | "geotec_watch", _) => Group::Wrist,
            ("watch_exercise", _) => Group::Exercise,
            (_, "adl_jump" | "adl_wash_hands") => Group::Apart,
            ("smartfallmm_wrist" | "smartfallmm_watch" | "utd_mhad", "wave_lr") => Group::Greeting,
            ("sisfall_elder" | "smartfallmm_phone" | "umafall_phone" | "daphnet_pd_thigh", _) => {
                Group::Body
            }
            ("smartfallmm_wrist" | "smartfallmm_watch" | "umafall_wrist", _) => Group::OlderWrist,
            ("paradigma_pd_wrist", _) => Group::OlderWrist,
            ("self", _) => Group::RecordingPage,
            ("tremor_sim_iphone", _) => Group::Tremor,
            ("tremorwear", "tremor_posture" | "tremor_simulated" | "hold_rest") => Group::Tremor,
            ("pdkit_pd", "tremor_rest" | "tremor_rest_leg" | "tremor_posture") => Group::Tremor,
            (synthetic::SET, _) => Group::Generated,
            ("attacks", _) => Group::Imitations,
            _ => Group::Shapes,
        }
    }

    /// The title in the report.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Group::Gestures => "gestures",
            Group::Carried => "phone carried",
            Group::Wrist => "wrist, daily living",
            Group::Exercise => "wrist, exercises",
            Group::Body => "phone at the body",
            Group::OlderWrist => "wrist, older people",
            Group::Greeting => "greeting waves",
            Group::RecordingPage => "recording page",
            Group::Tremor => "tremor alone",
            Group::Apart => "jumps, washing hands",
            Group::Shapes => "single shapes in the air",
            Group::Generated => "generated",
            Group::Imitations => "imitations",
        }
    }
}

/// Whether this is a recording of the gesture that counts for its target.
pub(crate) fn shows(gesture: Gesture, set: &str, label: &str) -> bool {
    match gesture {
        Gesture::Wave => {
            set == "handwaving" && matches!(label, "wave_lr" | "arc_concave" | "arc_convex")
        }
        Gesture::Shake => {
            matches!((set, label), ("uhh", "shake_lr" | "shake_ud") | ("gestureit", "shake"))
        }
        Gesture::Circle => set == "handwaving" && label == "circle",
        Gesture::Flip => set == synthetic::SET && label == "flip",
    }
}

/// A description of the recordings for which [`shows`] is true.
pub(crate) const fn shown_by(gesture: Gesture) -> &'static str {
    match gesture {
        Gesture::Wave => "handwaving: wave_lr, arc_concave, arc_convex",
        Gesture::Shake => "uhh: shake_lr, shake_ud; gestureit: shake",
        Gesture::Circle => "handwaving: circle",
        Gesture::Flip => "generated: flip",
    }
}

/// Whether the phone rests in a hand or a pocket.
pub(crate) fn is_rest(label: &str) -> bool {
    matches!(label, "idle_hold" | "sit" | "stand")
}
