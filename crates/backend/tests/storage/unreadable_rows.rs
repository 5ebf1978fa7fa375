use backend::alarm::Alarm;

use crate::stage::{App, Fault, FaultyGateway};

#[tokio::test]
async fn unreadable_attempt_does_not_stop_the_recovery_of_others() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.ask(gateway.clone());
    let buyer = app.person("billing").await;
    gateway.set(|faults| faults.confirm = Fault::AnswerLost);
    for (organization, sessions) in [(101, 8), (104, 3)] {
        let payment = buyer.prepare(organization, sessions, "tok_visa").await;
        buyer.pay(&payment).await.is(202);
    }
    gateway.set(|faults| faults.confirm = Fault::None);
    let books = app.books();
    books.change("CREATE TABLE card_backup AS SELECT id, card FROM upgrade_attempt").await;
    books.change("UPDATE upgrade_attempt SET card = '{' WHERE organization = 101").await;

    assert_eq!(app.complete().await, 1);

    assert_eq!(books.states().await, ["unknown", "charged"]);
    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1);
    app.complete().await;
    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1, "the same row raises one alarm an hour");
    books
        .change(
            "UPDATE upgrade_attempt SET card =
               (SELECT card FROM card_backup WHERE card_backup.id = upgrade_attempt.id)",
        )
        .await;
    assert_eq!(app.complete().await, 1);
    assert_eq!(books.states().await, ["charged", "charged"]);
    assert_eq!(books.cash().await, app.log().charges().iter().sum::<i64>());
    books.are_sound().await;
}

#[tokio::test]
async fn damaged_sealed_terms_raise_an_alarm_and_do_not_stop_others() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.ask(gateway.clone());
    let buyer = app.person("billing").await;
    gateway.set(|faults| faults.confirm = Fault::AnswerLost);
    for (organization, sessions) in [(101, 8), (104, 3)] {
        let payment = buyer.prepare(organization, sessions, "tok_visa").await;
        buyer.pay(&payment).await.is(202);
    }
    gateway.set(|faults| faults.confirm = Fault::None);
    let books = app.books();
    books.change("UPDATE upgrade_attempt SET sealed = '{}' WHERE organization = 101").await;

    assert_eq!(app.complete().await, 1);

    assert_eq!(books.states().await, ["unknown", "charged"]);
    assert_eq!(app.state.alarms.count(Alarm::ChargeNotRecorded), 1);
    books.are_sound().await;
}
