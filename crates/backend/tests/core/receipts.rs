use contract::billing::{Cycle, PromotionKind};
use contract::{CodeTerms, Page, Receipt, ReceiptSummary, UpgradeAnswer};

use crate::support::{App, TestPayment};

const RECEIPTS: &str = "/organizations/104/testcloud/receipts";

#[tokio::test]
async fn receipt_history_is_paginated_newest_first() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for sessions in [3, 4] {
        let payment = buyer.prepare(104, sessions, "pm_card_visa").await;
        buyer.pay(&payment).await.is(201);
    }

    let first: Page<ReceiptSummary> = buyer.get(&format!("{RECEIPTS}?page=0&size=2")).await.is(200).json();
    let second: Page<ReceiptSummary> = buyer.get(&format!("{RECEIPTS}?page=1&size=2")).await.is(200).json();
    let beyond: Page<ReceiptSummary> = buyer.get(&format!("{RECEIPTS}?page=9")).await.is(200).json();

    let numbers = |page: &Page<ReceiptSummary>| {
        page.content.iter().map(|receipt| receipt.number.clone()).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&first), ["R-104-000003", "R-104-000002"]);
    assert_eq!(numbers(&second), ["R-104-000001"]);
    assert_eq!((first.total_elements, first.total_pages, first.number, first.size), (3, 2, 0, 2));
    assert_eq!((beyond.content.len(), beyond.total_elements, beyond.size), (0, 3, 20));
}

#[tokio::test]
async fn invalid_page_parameters_are_refused() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for query in [
        "page",
        "page=-1",
        "page=x",
        "page=",
        "page=1.0",
        "page=99999999999999999999",
        "size=0",
        "size=101",
        "size=2&size=3",
        "page=%31",
        "size='",
    ] {
        let problem = buyer.get(&format!("{RECEIPTS}?{query}")).await.refused(400, "parameter_invalid");
        assert_eq!(problem.fields[0].path, &query[..4], "{query}");
    }
    for query in ["pages=1", "page=1&other=1", "=1"] {
        let problem = buyer.get(&format!("{RECEIPTS}?{query}")).await.refused(400, "parameter_invalid");
        assert_eq!(
            (&*problem.fields[0].path, &*problem.fields[0].code),
            ("query", "unknown_parameter"),
            "{query}"
        );
    }
    buyer.get(&format!("{RECEIPTS}?&page=0&")).await.is(200);
}

#[tokio::test]
async fn receipt_has_the_same_contents_in_every_format() {
    let app = App::open().await;
    let buyer = app.person("billing").await;

    let page: Receipt = buyer.get(&format!("{RECEIPTS}/R-104-000001")).await.is(200).json();
    let file = buyer.get(&format!("{RECEIPTS}/R-104-000001.json")).await.is(200);
    let table = buyer.get(&format!("{RECEIPTS}/R-104-000001.csv")).await.is(200);

    assert_eq!(file.json::<Receipt>(), page);
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"R-104-000001.json\""));
    assert_eq!(table.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
    // 47.950 x 24 of 31 days = 37.1225... The gateway charges multiples of 0.010.
    assert_eq!((page.total_minor, page.charged_minor, page.quoted_minor), (37_123, 37_120, 37_120));
    let text = String::from_utf8(table.body.to_vec()).unwrap();
    assert!(
        text.lines().any(|line| line.contains(",charge,\"1 x 47.950\",") && line.contains(",KWD,37.123,")),
        "{text}"
    );
    assert!(text.lines().last().unwrap().contains(",charged,\"\",,,,,KWD,37.120,"), "{text}");
    assert!(text.lines().all(|line| line.split(',').count() == 19), "{text}");
}

#[tokio::test]
async fn receipt_stores_the_inputs_of_its_formulas() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let card = buyer.use_card(105, "pm_card_visa").await;
    let quote = buyer.quote(105, 5, Cycle::Annual, Some("LEAP15")).await;
    let answer: UpgradeAnswer = buyer.pay(&TestPayment::of(105, &quote, &card.id)).await.is(201).json();

    let receipt = answer.receipt.unwrap();

    // The ended period was paid with 4 x 145.00 plus 20 % tax.
    let paid: Vec<_> =
        receipt.credited.iter().map(|paid| (&*paid.id, paid.net_minor, paid.tax_minor)).collect();
    assert_eq!(paid, [("s1", 58_000, 11_600)]);
    let terms = CodeTerms { kind: PromotionKind::Percent, percent_bp: 1_500, amount_minor: 0 };
    assert_eq!((receipt.code_terms, receipt.tax_id.as_deref()), (Some(terms), Some("FR-SAMPLE-105")));
    let table = buyer.get("/organizations/105/testcloud/receipts/R-105-000001.csv").await.is(200);
    assert!(String::from_utf8(table.body.to_vec()).unwrap().contains(",\"Atelier Nord\",\"FR-SAMPLE-105\","));
}

#[tokio::test]
async fn receipt_of_another_organization_is_answered_404() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for number in
        ["R-104-000001", "R-104-000001.csv", "R-104-000009", "..%2f..", "'", "R-104-000001.exe", "%00"]
    {
        buyer.get(&format!("/organizations/101/testcloud/receipts/{number}")).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn csv_export_escapes_names_that_look_like_formulas() {
    let app = App::open().await;
    crate::calls::edit(&app.state, "UPDATE organization SET name = '=HYPERLINK(\"//evil\")' WHERE id = 101")
        .await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&payment).await.is(201);

    let table = buyer.get("/organizations/101/testcloud/receipts/R-101-000001.csv").await.is(200);

    let text = String::from_utf8(table.body.to_vec()).unwrap();
    assert!(text.contains(",\"'=HYPERLINK(\"\"//evil\"\")\","), "{text}");
    assert!(!text.contains(",=") && !text.contains("\"="));
}
