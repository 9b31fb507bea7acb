//! The spoken story of a verification, told input by input.

use passwave_motion::{Gesture, Mode, Reason, Recogniser, Sample};
use passwave_protocol::{Way, WorkTask};
use passwave_recordings::Recording;
use passwave_recordings::synthetic::{self, Motion, Options};

use super::pace::{HINT_AFTER_FIRST_STROKE_MS, Pace};
use super::*;

const TASK: WorkTask = WorkTask { puzzles: 2, bits: 1 };

/// A session, its clock, and all that it has asked for so far.
struct Story {
    session: Session,
    now_ms: f64,
    told: Vec<Effect>,
}

impl Story {
    fn new(choice: Choice) -> Self {
        Self { session: Session::new(choice), now_ms: 0.0, told: Vec::new() }
    }

    fn happens(&mut self, input: Input) -> &mut Self {
        self.told.extend(self.session.step(self.now_ms, input));
        self
    }

    fn after(&mut self, ms: f64) -> &mut Self {
        self.now_ms += ms;
        self
    }

    /// A press, the permission, the challenge and the sensor's first word: the prompt stands.
    fn prompted() -> Self {
        let mut story = Self::new(Choice::default());
        story
            .happens(Input::Press { touch: false })
            .happens(Input::Permission(Permission::Granted))
            .happens(Input::Challenge(challenge(Way::Wave)))
            .happens(Input::Sample(still(0.0)));
        story
    }

    /// Somebody waves until it is accepted.
    fn waves(&mut self) -> &mut Self {
        self.waves_until(State::Checking)
    }

    fn waves_until(&mut self, state: State) -> &mut Self {
        let begin_ms = self.now_ms;
        for sample in a_good_wave().samples() {
            if self.session.state() == state {
                break;
            }
            self.now_ms = begin_ms + sample.at_ms;
            self.happens(Input::Sample(Sample { at_ms: self.now_ms + 20.0, ..sample }));
        }
        assert_eq!(self.session.state(), state);
        self
    }

    /// A site that asks for the slide: the pad stands, with an arrow to the right.
    fn with_pad() -> Self {
        let mut story = Self::new(Choice { way: Some(Way::Slide), mode: Mode::Standard });
        story.happens(Input::Press { touch: true });
        story.happens(Input::Challenge(challenge(Way::Slide)));
        story
    }

    fn slides(&mut self, right_px: f64, down_px: f64) -> &mut Self {
        self.happens(Input::Slide { right_px: right_px / 2.0, down_px, is_over: false });
        self.happens(Input::Slide { right_px, down_px, is_over: true })
    }

    fn verified() -> Self {
        let mut story = Self::prompted();
        story.waves().happens(Input::WorkSolved(vec![1, 2]));
        story.happens(Input::Redeemed(redeemed("t1")));
        story
    }

    fn messages(&self) -> Vec<Message> {
        self.told
            .iter()
            .filter_map(|effect| match effect {
                Effect::Show { message, .. } => *message,
                _ => None,
            })
            .collect()
    }

    fn count(&self, wanted: impl Fn(&Effect) -> bool) -> usize {
        self.told.iter().filter(|effect| wanted(effect)).count()
    }

    fn last_delay_of(&self, timer: Timer) -> Option<u32> {
        self.told.iter().rev().find_map(|effect| match effect {
            Effect::SetTimer(set, after_ms) if *set == timer => Some(*after_ms),
            _ => None,
        })
    }
}

/// A generated wave that the recogniser accepts: how it judges is not what is tested here.
fn a_good_wave() -> Recording {
    let wave =
        |person| synthetic::generate(Motion::WaveLr, &Options { person, ..Options::default() });
    let is_good = |wave: &Recording| {
        let mut recogniser = Recogniser::new(Gesture::Wave, Mode::Standard);
        wave.samples()
            .any(|sample| recogniser.push(&sample).verdict.is_some_and(|verdict| verdict.accepted))
    };
    (1..20).map(wave).find(is_good).expect("of twenty people one waves well")
}

fn challenge(way: Way) -> Challenge {
    Challenge {
        signed: format!("signed {}", way.name()),
        // Which asks for a slide to the right.
        id: "d".into(),
        way: way.name().into(),
        mode: Mode::Standard.name().into(),
        work: TASK,
    }
}

fn redeemed(token: &str) -> Redeemed {
    Redeemed { token: token.into(), renew: "proof".into(), expires_in_s: 300, ask_easy: false }
}

fn still(at_ms: f64) -> Sample {
    let acceleration_with_gravity = Some([0.0, 0.0, 9.8]);
    Sample { at_ms, acceleration_with_gravity, ..Sample::default() }
}

fn nothing_read(at_ms: f64) -> Sample {
    Sample { at_ms, ..Sample::default() }
}

#[test]
fn a_wave_is_asked_for_judged_and_redeemed() {
    let mut story = Story::prompted();
    assert_eq!(story.messages(), [Message::Prompt(Gesture::Wave)]);
    story.waves();
    assert_eq!(story.session.state(), State::Checking);
    assert_eq!(story.count(|effect| matches!(effect, Effect::Redeem(_))), 0, "no work yet");
    story.happens(Input::WorkSolved(vec![1, 2]));
    let sent = story.told.iter().find_map(|effect| match effect {
        Effect::Redeem(request) => Some(request.clone()),
        _ => None,
    });
    let sent = sent.expect("the proof is sent once evidence and work are there");
    assert_eq!(sent.challenge, "signed wave");
    assert_eq!(sent.work, [1, 2]);
    let evidence = passwave_protocol::evidence::decode(&sent.evidence.unwrap()).unwrap();
    assert_eq!(evidence.gesture, Gesture::Wave);
    story.happens(Input::Redeemed(redeemed("t1")));
    assert_eq!(story.session.state(), State::Verified);
    assert_eq!(story.messages().last(), Some(&Message::Verified));
    assert_eq!(story.count(|effect| *effect == Effect::Token(Some("t1".into()))), 1);
}

#[test]
fn strokes_are_ticks_and_no_words() {
    let mut story = Story::prompted();
    story.waves();
    assert!(story.count(|effect| matches!(effect, Effect::Stroke { .. })) >= 2);
    assert_eq!(story.messages(), [Message::Prompt(Gesture::Wave)]);
}

#[test]
fn motion_stops_with_the_verdict() {
    let story = Story::verified();
    let stopped = story.told.iter().position(|effect| *effect == Effect::StopMotion);
    let redeemed = story.told.iter().position(|effect| matches!(effect, Effect::Redeem(_)));
    assert!(stopped.is_some() && stopped < redeemed);
}

#[test]
fn nothing_is_said_while_the_system_asks() {
    let mut story = Story::new(Choice::default());
    story.happens(Input::Press { touch: true }).happens(Input::Challenge(challenge(Way::Wave)));
    assert_eq!(story.messages(), []);
    assert_eq!(story.session.state(), State::Asking);
}

#[test]
fn clocks_start_when_the_permission_is_answered() {
    let mut story = Story::new(Choice::default());
    story.happens(Input::Press { touch: false });
    assert_eq!(story.last_delay_of(Timer::NoEvent), None);
    story.after(60_000.0).happens(Input::Permission(Permission::Granted));
    assert_eq!(story.last_delay_of(Timer::NoEvent), Some(3_000));
}

#[test]
fn a_denied_permission_goes_on_without_waving() {
    for permission in [Permission::Denied, Permission::Unavailable] {
        let mut story = Story::new(Choice::default());
        story.happens(Input::Press { touch: false }).happens(Input::Permission(permission));
        assert_eq!(story.messages(), [Message::MotionOff]);
        goes_on_without_waving(&mut story);
    }
}

#[test]
fn no_event_goes_on_without_waving() {
    let mut story = Story::new(Choice::default());
    story
        .happens(Input::Press { touch: false })
        .happens(Input::Permission(Permission::Granted))
        .happens(Input::Challenge(challenge(Way::Wave)))
        .happens(Input::Timer(Timer::NoEvent));
    assert_eq!(story.messages(), [Message::MotionOff], "who has no sensor is not asked to wave");
    goes_on_without_waving(&mut story);
}

#[test]
fn one_empty_event_shortens_the_wait() {
    let mut story = Story::new(Choice::default());
    story
        .happens(Input::Press { touch: false })
        .happens(Input::Permission(Permission::Granted))
        .happens(Input::Sample(nothing_read(0.0)));
    assert_eq!(story.last_delay_of(Timer::NoEvent), Some(pace::AFTER_NULL_EVENT_MS));
}

/// The press challenge is fetched, its work is done, and it is redeemed without evidence.
fn goes_on_without_waving(story: &mut Story) {
    let press = Effect::FetchChallenge { way: Some(Way::Press), mode: Mode::Standard };
    assert_eq!(story.told.iter().filter(|effect| **effect == press).count(), 1);
    story.happens(Input::Challenge(challenge(Way::Press))).happens(Input::WorkSolved(vec![7]));
    let sent = story.told.iter().find_map(|effect| match effect {
        Effect::Redeem(request) => Some(request.clone()),
        _ => None,
    });
    assert_eq!(sent.expect("the work is sent").evidence, None);
    story.happens(Input::Redeemed(redeemed("t")));
    assert_eq!(story.session.state(), State::Verified);
}

#[test]
fn press_instead_works_from_every_state() {
    let stories: [fn() -> Story; 5] = [
        || Story::new(Choice::default()),
        || {
            let mut story = Story::new(Choice::default());
            story.happens(Input::Press { touch: false });
            story
        },
        Story::prompted,
        || {
            let mut story = Story::prompted();
            story.waves();
            story
        },
        || {
            let mut story = Story::prompted();
            story.happens(Input::Fault(Fault::Refused("internal-error".into())));
            story
        },
    ];
    for story in stories {
        let mut story = story();
        let from = story.session.state();
        story.told.clear();
        story.happens(Input::Other);
        assert_eq!(story.messages(), [Message::CheckingPress], "from {}", from.name());
        goes_on_without_waving(&mut story);
    }
}

#[test]
fn press_instead_twice_is_once() {
    let mut story = Story::new(Choice::default());
    story.happens(Input::Other).happens(Input::Other);
    assert_eq!(story.messages(), [Message::CheckingPress]);
    goes_on_without_waving(&mut story);
}

#[test]
fn a_second_press_with_no_stroke_goes_on_without_waving() {
    let mut story = Story::prompted();
    story.after(1_000.0).happens(Input::Press { touch: false });
    let prompt = Message::Prompt(Gesture::Wave);
    assert_eq!(story.messages(), [prompt, prompt], "too soon: the prompt is repeated");
    story.after(1_500.0).happens(Input::Press { touch: false });
    assert_eq!(story.messages().last(), Some(&Message::CheckingPress));
    goes_on_without_waving(&mut story);
}

#[test]
fn pressing_alone_leads_to_verified_at_any_pace() {
    for pause_ms in [50.0, 400.0, 1_999.0, 2_000.0, 9_000.0, 600_000.0] {
        let mut story = Story::prompted();
        let mut presses = 0;
        while story.session.state() != State::Checking {
            story.after(pause_ms).happens(Input::Press { touch: false });
            presses += 1;
            assert!(f64::from(presses) * pause_ms <= 2_000.0 + pause_ms, "every {pause_ms} ms");
        }
        assert_eq!(story.messages().last(), Some(&Message::CheckingPress));
        story.happens(Input::Press { touch: false }).happens(Input::Press { touch: false });
        goes_on_without_waving(&mut story);
    }
}

#[test]
fn a_repeated_prompt_does_not_put_off_going_on_without_waving() {
    let mut story = Story::prompted();
    story.after(1_500.0).happens(Input::Press { touch: false });
    story.after(600.0).happens(Input::Press { touch: false });
    assert_eq!(story.messages().last(), Some(&Message::CheckingPress));
}

#[test]
fn a_press_after_a_hint_goes_on_without_waving() {
    let mut story = Story::prompted();
    story.after(5_000.0).happens(Input::Timer(Timer::Hint));
    assert_eq!(story.session.state(), State::Hint);
    story.happens(Input::Press { touch: true });
    goes_on_without_waving(&mut story);
}

#[test]
fn once_strokes_are_felt_pressing_repeats_the_prompt() {
    let mut story = Story::prompted();
    story.waves_until(State::Progress);
    story.after(60_000.0).happens(Input::Press { touch: true });
    let prompt = Message::Prompt(Gesture::Wave);
    assert_eq!(story.messages(), [prompt, prompt]);
}

#[test]
fn stop_gives_up_the_work_and_a_press_starts_over() {
    let mut story = Story::new(Choice::default());
    story.happens(Input::Other).happens(Input::Challenge(challenge(Way::Press)));
    let generation = story.session.generation();
    story.told.clear();
    story.happens(Input::Stop);
    assert_eq!(story.session.state(), State::Idle);
    assert_eq!(story.messages(), [Message::Stopped]);
    assert_eq!(story.count(|effect| *effect == Effect::StopWork), 1);
    assert_ne!(story.session.generation(), generation, "late answers are dropped");
    story.happens(Input::WorkSolved(vec![1])).happens(Input::Stop);
    assert_eq!(story.messages(), [Message::Stopped], "nothing runs any more");
    assert_eq!(story.count(|effect| matches!(effect, Effect::Redeem(_))), 0);
    story.happens(Input::Press { touch: false });
    assert_eq!(story.session.state(), State::Asking);
}

#[test]
fn stop_does_not_take_a_verification_away() {
    let mut story = Story::verified();
    story.told.clear();
    story.happens(Input::Stop);
    assert_eq!((story.session.state(), story.told.len()), (State::Verified, 0));
}

#[test]
fn a_thumb_on_the_glass_during_a_stroke_is_no_press() {
    let mut story = Story::prompted();
    story.waves_until(State::Progress);
    story.told.clear();
    story.happens(Input::Press { touch: true });
    assert_eq!(story.told, []);
    story.happens(Input::Press { touch: false });
    assert_eq!(story.messages(), [Message::Prompt(Gesture::Wave)]);
}

#[test]
fn hints_are_one_then_the_other_way_then_silence() {
    let mut story = Story::prompted();
    for at_ms in 1..300 {
        story.happens(Input::Sample(still(f64::from(at_ms) * 20.0)));
    }
    for _ in 0..4 {
        story.happens(Input::Timer(Timer::Hint));
    }
    let hint = Message::Hint(Gesture::Wave, Reason::Still);
    assert_eq!(story.messages(), [Message::Prompt(Gesture::Wave), hint, Message::OfferPress]);
}

#[test]
fn who_has_only_just_begun_is_not_corrected() {
    let mut story = Story::prompted();
    assert_eq!(story.last_delay_of(Timer::Hint), Some(Pace::of(Mode::Standard).first_hint_ms));
    story.after(4_500.0).waves_until(State::Progress);
    assert_eq!(story.last_delay_of(Timer::Hint), Some(HINT_AFTER_FIRST_STROKE_MS));
}

#[test]
fn praise_comes_only_while_strokes_are_felt() {
    let mut story = Story::prompted();
    story.happens(Input::Timer(Timer::KeepGoing));
    assert_eq!(story.messages(), [Message::Prompt(Gesture::Wave)]);
}

#[test]
fn a_check_is_silent_unless_it_takes_long() {
    let mut story = Story::prompted();
    story.waves().happens(Input::Timer(Timer::SlowCheck));
    assert_eq!(story.messages(), [Message::Prompt(Gesture::Wave), Message::Checking]);
}

#[test]
fn a_lapsed_challenge_is_replaced_once_without_another_wave() {
    let mut story = Story::prompted();
    story.waves().happens(Input::WorkSolved(vec![1]));
    let lapsed = || Input::Fault(Fault::Refused("challenge-expired".into()));
    story.happens(lapsed()).happens(Input::Challenge(challenge(Way::Wave)));
    assert_eq!(story.session.state(), State::Checking);
    story.happens(Input::WorkSolved(vec![2]));
    assert_eq!(story.count(|effect| matches!(effect, Effect::Redeem(_))), 2);
    story.happens(lapsed());
    assert_eq!(story.session.state(), State::Failed);
}

#[test]
fn an_answer_lost_on_its_way_costs_a_press_only_more_work() {
    let mut story = Story::new(Choice::default());
    story.happens(Input::Other).happens(Input::Challenge(challenge(Way::Press)));
    story.happens(Input::WorkSolved(vec![1])).happens(Input::Fault(Fault::Unreachable));
    story.happens(Input::Timer(Timer::Retry));
    story.happens(Input::Fault(Fault::Refused("challenge-spent".into())));
    assert_eq!(story.session.state(), State::Checking);
    goes_on_without_a_new_fetch(&mut story);
}

#[test]
fn a_refusal_fails_and_a_press_tries_again() {
    let mut story = Story::prompted();
    story.waves().happens(Input::WorkSolved(vec![1]));
    story.happens(Input::Fault(Fault::Refused("evidence-refused".into())));
    assert_eq!(story.session.state(), State::Failed);
    assert_eq!(story.messages().last(), Some(&Message::Failed));
    assert_eq!(story.count(|effect| *effect == Effect::Error("evidence-refused".into())), 1);
    story.happens(Input::Press { touch: false });
    assert_eq!(story.session.state(), State::Asking);
}

#[test]
fn an_absent_server_is_named_once_and_asked_ever_more_gently() {
    let mut story = Story::new(Choice::default());
    story.happens(Input::Other);
    let mut waits = Vec::new();
    for _ in 0..6 {
        story.happens(Input::Fault(Fault::Unreachable));
        waits.extend(story.last_delay_of(Timer::Retry));
        story.happens(Input::Timer(Timer::Retry));
    }
    assert_eq!(waits, [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    assert_eq!(story.messages(), [Message::CheckingPress, Message::Unreachable]);
    assert_eq!(story.count(|effect| matches!(effect, Effect::FetchChallenge { .. })), 7);
    goes_on_without_a_new_fetch(&mut story);
}

fn goes_on_without_a_new_fetch(story: &mut Story) {
    story.happens(Input::Challenge(challenge(Way::Press))).happens(Input::WorkSolved(vec![1]));
    story.happens(Input::Redeemed(redeemed("t")));
    assert_eq!(story.session.state(), State::Verified);
}

#[test]
fn an_overdue_answer_counts_as_none_and_is_dropped() {
    let mut story = Story::new(Choice::default());
    story.happens(Input::Other);
    let asked = story.session.generation();
    story.happens(Input::Timer(Timer::Answer));
    assert_ne!(story.session.generation(), asked, "a late answer carries the old number");
    assert_eq!(story.last_delay_of(Timer::Retry), Some(2_000));
}

#[test]
fn a_token_is_renewed_before_it_expires_and_the_state_stays() {
    let mut story = Story::verified();
    assert_eq!(story.last_delay_of(Timer::Renew), Some(240_000));
    assert!(!story.session.is_stale(story.now_ms + 239_000.0));
    story.after(240_000.0).happens(Input::Timer(Timer::Renew));
    assert!(story.session.is_stale(story.now_ms));
    assert_eq!(story.count(|effect| matches!(effect, Effect::Renew(_))), 1);
    let said = story.messages().len();
    story.happens(Input::Renewed(Renewed { token: "t2".into(), expires_in_s: 300 }));
    assert_eq!(story.told.iter().filter(|e| **e == Effect::Token(Some("t2".into()))).count(), 1);
    assert_eq!(story.session.state(), State::Verified);
    assert_eq!(story.messages().len(), said, "renewals are silent");
}

#[test]
fn what_can_no_longer_be_renewed_expires_with_one_sentence() {
    let mut story = Story::verified();
    story.happens(Input::RenewFault(Fault::Refused("renewal-over".into())));
    assert_eq!(story.session.state(), State::Expired);
    assert_eq!(story.messages().last(), Some(&Message::Expired));
    assert_eq!(story.told.iter().filter(|effect| **effect == Effect::Token(None)).count(), 1);
}

#[test]
fn an_absent_server_does_not_take_the_verification_away() {
    let mut story = Story::verified();
    story.happens(Input::RenewFault(Fault::Unreachable));
    assert_eq!(story.session.state(), State::Verified);
    assert_eq!(story.last_delay_of(Timer::Renew), Some(2_000));
}

#[test]
fn a_page_returned_to_renews_what_is_stale() {
    let mut story = Story::verified();
    story.happens(Input::Returned { was_restored: false });
    assert_eq!(story.count(|effect| matches!(effect, Effect::Renew(_))), 0);
    story.after(3_600_000.0).happens(Input::Returned { was_restored: false });
    assert_eq!(story.count(|effect| matches!(effect, Effect::Renew(_))), 1);
}

#[test]
fn a_page_restored_from_the_history_asks_whether_its_token_still_holds() {
    let mut story = Story::verified();
    story.happens(Input::Returned { was_restored: true });
    assert_eq!(story.count(|effect| matches!(effect, Effect::Renew(_))), 1);
}

#[test]
fn a_challenge_of_another_version_fails_in_words() {
    let mut story = Story::new(Choice::default());
    story.happens(Input::Press { touch: false });
    let unknown = Challenge { way: "levitate".into(), ..challenge(Way::Wave) };
    story.happens(Input::Challenge(unknown));
    assert_eq!(story.session.state(), State::Failed);
    assert_eq!(story.count(|effect| *effect == Effect::Error("unknown-version".into())), 1);
}

#[test]
fn reset_forgets_everything() {
    let mut story = Story::verified();
    story.happens(Input::Reset);
    assert_eq!(story.session.state(), State::Idle);
    assert_eq!(story.told.last(), Some(&Effect::Show { state: State::Idle, message: None }));
    assert_eq!(story.told.iter().filter(|effect| **effect == Effect::Token(None)).count(), 1);
    story.told.clear();
    story.happens(Input::Timer(Timer::Renew));
    assert_eq!(story.told, []);
}

#[test]
fn a_site_that_asks_for_press_never_asks_for_motion() {
    let mut story = Story::new(Choice { way: Some(Way::Press), mode: Mode::Standard });
    story.happens(Input::Press { touch: false });
    assert_eq!(story.count(|effect| *effect == Effect::StartMotion), 0);
    assert_eq!(story.messages(), [Message::CheckingPress]);
    goes_on_without_waving(&mut story);
}

#[test]
fn a_slide_is_asked_for_judged_and_redeemed() {
    let mut story = Story::with_pad();
    assert_eq!(story.count(|effect| *effect == Effect::StartMotion), 0);
    assert_eq!(story.messages(), [Message::PromptSlide(Direction::Right)]);
    assert_eq!(story.count(|effect| *effect == Effect::Pad(Some(Direction::Right))), 1);
    story.happens(Input::WorkSolved(vec![3]));
    assert_eq!(story.count(|effect| matches!(effect, Effect::Redeem(_))), 0, "no slide yet");
    story.slides(150.0, 20.0);
    assert_eq!(story.session.state(), State::Checking);
    assert_eq!(story.count(|effect| *effect == Effect::Pad(None)), 1);
    assert_eq!(story.count(|effect| matches!(effect, Effect::Redeem(_))), 1);
    story.happens(Input::Redeemed(redeemed("t")));
    assert_eq!(story.session.state(), State::Verified);
}

#[test]
fn a_slide_that_is_none_gets_a_hint_and_then_the_offer_of_the_other_way() {
    let mut story = Story::with_pad();
    story.slides(40.0, 0.0).slides(0.0, 150.0).slides(-150.0, 0.0);
    let hints = [Message::HintSlideFarther, Message::OfferPress, Message::HintSlideArrow];
    assert_eq!(story.messages()[1..], hints);
    story.slides(150.0, 0.0);
    assert_eq!(story.session.state(), State::Checking);
}

#[test]
fn a_finger_that_comes_back_aborts_the_slide_without_a_word() {
    let mut story = Story::with_pad();
    story.happens(Input::Slide { right_px: 90.0, down_px: 0.0, is_over: false });
    story.slides(2.0, 3.0);
    assert_eq!(story.session.state(), State::Listening);
    assert_eq!(story.messages().len(), 1);
    assert_eq!(story.told.last(), Some(&Effect::Progress(0.0)));
}

#[test]
fn who_cannot_slide_presses_again_or_chooses_the_other_way() {
    for input in [Input::Press { touch: false }, Input::Other] {
        let mut story = Story::with_pad();
        story.after(2_500.0).happens(input);
        assert_eq!(story.messages().last(), Some(&Message::CheckingPress));
        assert_eq!(story.count(|effect| *effect == Effect::Pad(None)), 1);
        goes_on_without_waving(&mut story);
    }
}

#[test]
fn a_server_that_chooses_the_slide_ends_the_listening() {
    let mut story = Story::new(Choice::default());
    story
        .happens(Input::Press { touch: true })
        .happens(Input::Permission(Permission::Granted))
        .happens(Input::Challenge(challenge(Way::Slide)));
    assert_eq!(story.count(|effect| *effect == Effect::StopMotion), 1);
    assert_eq!(story.count(|effect| *effect == Effect::ClearTimer(Timer::NoEvent)), 1);
    story.slides(150.0, 0.0).happens(Input::WorkSolved(vec![1]));
    assert_eq!(story.count(|effect| matches!(effect, Effect::Redeem(_))), 1);
}

#[test]
fn a_slide_on_no_pad_is_nothing() {
    for mut story in [Story::new(Choice::default()), Story::prompted(), Story::verified()] {
        let state = story.session.state();
        story.slides(500.0, 0.0);
        assert_eq!(story.session.state(), state);
    }
}

#[test]
fn whoever_comes_back_while_something_is_asked_hears_it_again() {
    let mut story = Story::prompted();
    story.after(90_000.0).happens(Input::Returned { was_restored: false });
    let prompt = Message::Prompt(Gesture::Wave);
    assert_eq!(story.messages(), [prompt, prompt]);
    story.waves().happens(Input::Returned { was_restored: false });
    assert_eq!(story.messages(), [prompt, prompt], "a check needs nobody");
}

#[test]
fn whether_it_was_easy_is_asked_only_when_the_server_would_like_to_know() {
    let story = Story::verified();
    assert_eq!(story.count(|effect| *effect == Effect::AskEasy), 0);
    let mut story = Story::prompted();
    story.waves().happens(Input::WorkSolved(vec![1, 2]));
    story.happens(Input::Redeemed(Redeemed { ask_easy: true, ..redeemed("t1") }));
    assert_eq!(story.told.last(), Some(&Effect::AskEasy), "after the verdict");
    story.happens(Input::Easy(false));
    let opinion = Opinion { token: "t1".into(), renew: "proof".into(), easy: false };
    assert_eq!(story.told.last(), Some(&Effect::SendOpinion(opinion)));
}

#[test]
fn where_pressing_is_all_that_is_asked_a_failure_offers_no_other_way() {
    let mut story = Story::new(Choice { way: Some(Way::Press), mode: Mode::Standard });
    story.happens(Input::Press { touch: false });
    story.happens(Input::Fault(Fault::Refused("internal-error".into())));
    assert_eq!(story.messages().last(), Some(&Message::FailedPress));
}

/// The report of the last proof that was sent.
fn reported(story: &Story) -> Report {
    let sent = story.told.iter().rev().find_map(|effect| match effect {
        Effect::Redeem(request) => Some(request.report.clone()),
        _ => None,
    });
    sent.expect("a proof is sent").expect("with a report")
}

#[test]
fn a_report_tells_the_time_and_the_hints_also_when_the_way_changed() {
    let mut story = Story::prompted();
    story.after(5_000.0).happens(Input::Timer(Timer::Hint));
    story.after(6_000.0).happens(Input::Timer(Timer::Hint));
    story.after(1_000.0).happens(Input::Other).happens(Input::Challenge(challenge(Way::Press)));
    story.after(4_250.0).happens(Input::WorkSolved(vec![1, 2]));
    let told = reported(&story);
    assert_eq!(told.took_ds, 162);
    assert_eq!(told.hints, [Reason::TooShort as u32, limits::OFFER_HINT]);

    story.happens(Input::Redeemed(redeemed("t"))).happens(Input::Reset);
    story.after(60_000.0).happens(Input::Press { touch: false });
    story.happens(Input::Permission(Permission::Granted));
    story.happens(Input::Challenge(challenge(Way::Wave))).happens(Input::Sample(still(0.0)));
    let begin_ms = story.now_ms;
    story.waves().happens(Input::WorkSolved(vec![1, 2]));
    let told = reported(&story);
    assert_eq!(told.took_ds, ((story.now_ms - begin_ms) / 100.0) as u32);
    assert_eq!(told.hints, [0_u32; 0]);
}
