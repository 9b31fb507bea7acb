//! All effects of one verification, in order.

use alloc::string::String;
use alloc::vec::Vec;

use passwave_motion::Mode;
use passwave_protocol::Way;

use super::scenario::{REDEEMED, Scenario, challenge};
use crate::flow::input::Input;
use crate::flow::state_machine::Choice;

const PRESS: &str = r#""clear-timers"
{"fetch-challenge":{"way":"press","mode":"standard"}}
{"set-timer":["answer",10000]}
{"show":{"state":"checking","message":"checking"}}
{"clear-timer":"answer"}
{"clear-timer":"retry"}
{"start-work":{"id":"d","task":{"puzzles":2,"bits":1}}}
{"redeem":{"evidence":null,"took_ds":0,"hints":[]}}
{"set-timer":["answer",10000]}
"stop-motion"
"stop-work"
"clear-timers"
{"token":true}
{"set-timer":["renew",240000]}
{"show":{"state":"verified","message":"verified"}}"#;

#[test]
fn effects_of_a_press_come_in_this_order() {
    let mut scenario = Scenario::new(Choice { way: Some(Way::Press), mode: Mode::Standard });
    scenario.happens(Input::Press { touch: false });
    scenario.happens(Input::Challenge(challenge(Way::Press)));
    scenario.happens(Input::WorkSolved).happens(REDEEMED);
    let effects = scenario.effects.iter();
    let lines: Vec<String> =
        effects.map(|effect| serde_json::to_string(effect).expect("effects are data")).collect();
    assert_eq!(lines.join("\n"), PRESS);
}
