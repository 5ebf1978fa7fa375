PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO _sqlx_migrations VALUES(1,'core','2026-11-27 04:09:12',1,X'3f01d04ff673b53a79500b01562a029e92b6eab507c360c0672c4540972cb7b6e162e68336a0683700cdab36b9ec422f',7472969);
INSERT INTO _sqlx_migrations VALUES(2,'payments','2026-11-27 04:09:12',1,X'01ac16b0d20494111e9cd76db73f6d2b329aae89507b111c53563dd3b1346234889fd07a5064fa7882d9aac558e8c8b9',7836537);
INSERT INTO _sqlx_migrations VALUES(3,'tax id','2026-11-27 04:09:12',1,X'd336b65711f56f085fefa7716a26d0a41a2f104d92613ccd704ac2337a651f57434eafdff3f4a45b464a48ee56130b42',2299663);
CREATE TABLE person (
    id            TEXT PRIMARY KEY,
    email         TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    first_name    TEXT NOT NULL,
    last_name     TEXT NOT NULL,
    password_hash TEXT NOT NULL
) STRICT;
INSERT INTO person VALUES('u_owner','owner@example.com','Olga','Owner','$argon2id$v=19$m=19456,t=2,p=1$Rbi4QerzzvFGr6MtaNYDLA$ORq7/kvxZJ9f34cjVT9n107pj0Wjo861UeSrT9rTFZI');
INSERT INTO person VALUES('u_billing','billing@example.com','Bea','Manager','$argon2id$v=19$m=19456,t=2,p=1$Rbi4QerzzvFGr6MtaNYDLA$ORq7/kvxZJ9f34cjVT9n107pj0Wjo861UeSrT9rTFZI');
INSERT INTO person VALUES('u_admin','admin@example.com','Adam','Admin','$argon2id$v=19$m=19456,t=2,p=1$Rbi4QerzzvFGr6MtaNYDLA$ORq7/kvxZJ9f34cjVT9n107pj0Wjo861UeSrT9rTFZI');
INSERT INTO person VALUES('u_user','user@example.com','Uma','User','$argon2id$v=19$m=19456,t=2,p=1$Rbi4QerzzvFGr6MtaNYDLA$ORq7/kvxZJ9f34cjVT9n107pj0Wjo861UeSrT9rTFZI');
CREATE TABLE organization (
    id                INTEGER PRIMARY KEY,
    name              TEXT NOT NULL,
    currency          TEXT NOT NULL,
    granularity       TEXT NOT NULL CHECK (granularity IN ('day', 'second')),
    tax_bp            INTEGER NOT NULL CHECK (tax_bp BETWEEN 0 AND 10000),
    tax_version       INTEGER NOT NULL,
    balance_minor     INTEGER NOT NULL,
    charge_step_minor INTEGER NOT NULL CHECK (charge_step_minor >= 1),
    sample_data       INTEGER NOT NULL CHECK (sample_data IN (0, 1))
, tax_id TEXT CHECK (length(tax_id) BETWEEN 1 AND 40)) STRICT;
INSERT INTO organization VALUES(101,'Harbor QA','USD','day',0,1,0,1,1,NULL);
INSERT INTO organization VALUES(102,'Delta Mobile','USD','day',0,1,0,1,1,NULL);
INSERT INTO organization VALUES(103,'Sakura Works','JPY','day',1000,1,0,1,1,'JP-SAMPLE-103');
INSERT INTO organization VALUES(104,'Gulf Labs','KWD','day',0,1,0,1,1,NULL);
INSERT INTO organization VALUES(105,'Atelier Nord','EUR','day',2000,1,0,1,1,'FR-SAMPLE-105');
INSERT INTO organization VALUES(106,'Juniper Apps','USD','day',0,1,0,1,1,NULL);
INSERT INTO organization VALUES(107,'Tern Devices','USD','day',0,1,-1250,1,1,NULL);
INSERT INTO organization VALUES(108,'Osprey Games','USD','day',0,1,0,1,1,NULL);
INSERT INTO organization VALUES(109,'Second Wind','USD','second',0,1,0,1,1,NULL);
INSERT INTO organization VALUES(110,'Lone Pine','USD','day',0,1,0,1,1,NULL);
CREATE TABLE membership (
    person       TEXT NOT NULL REFERENCES person (id),
    organization INTEGER NOT NULL REFERENCES organization (id),
    role            TEXT NOT NULL CHECK (role IN ('OWNER', 'ADMIN', 'BILLING_MANAGER', 'USER')),
    PRIMARY KEY (person, organization)
) STRICT;
INSERT INTO membership VALUES('u_owner',101,'OWNER');
INSERT INTO membership VALUES('u_billing',101,'BILLING_MANAGER');
INSERT INTO membership VALUES('u_admin',101,'ADMIN');
INSERT INTO membership VALUES('u_user',101,'USER');
INSERT INTO membership VALUES('u_owner',102,'OWNER');
INSERT INTO membership VALUES('u_billing',102,'USER');
INSERT INTO membership VALUES('u_owner',103,'OWNER');
INSERT INTO membership VALUES('u_billing',103,'BILLING_MANAGER');
INSERT INTO membership VALUES('u_billing',104,'BILLING_MANAGER');
INSERT INTO membership VALUES('u_billing',105,'BILLING_MANAGER');
INSERT INTO membership VALUES('u_billing',106,'BILLING_MANAGER');
INSERT INTO membership VALUES('u_billing',107,'BILLING_MANAGER');
INSERT INTO membership VALUES('u_billing',108,'BILLING_MANAGER');
INSERT INTO membership VALUES('u_billing',109,'BILLING_MANAGER');
INSERT INTO membership VALUES('u_user',110,'OWNER');
CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    person  TEXT NOT NULL REFERENCES person (id),
    created_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL
) STRICT;
INSERT INTO session VALUES('a613467f629c3edf485ac79eb2acc9a8f9edd8b1a3d946c1e373d852a78eb8ce','u_billing',1795752552,1795752552);
CREATE TABLE price_list (
    currency      TEXT NOT NULL,
    version       INTEGER NOT NULL,
    monthly_minor INTEGER NOT NULL CHECK (monthly_minor >= 0),
    annual_minor  INTEGER NOT NULL CHECK (annual_minor >= 0),
    PRIMARY KEY (currency, version)
) STRICT;
INSERT INTO price_list VALUES('USD',1,15600,156000);
INSERT INTO price_list VALUES('EUR',1,14500,145000);
INSERT INTO price_list VALUES('JPY',1,19800,198000);
INSERT INTO price_list VALUES('KWD',1,47950,479500);
CREATE TABLE subscription (
    id                    TEXT PRIMARY KEY,
    organization       INTEGER NOT NULL UNIQUE REFERENCES organization (id),
    version               INTEGER NOT NULL CHECK (version >= 1),
    status                TEXT NOT NULL CHECK (status IN ('active', 'canceled', 'past_due', 'ended')),
    cycle                 TEXT NOT NULL CHECK (cycle IN ('monthly', 'annual')),
    sessions              INTEGER NOT NULL CHECK (sessions BETWEEN 1 AND 10000),
    unit_price_minor      INTEGER NOT NULL,
    anchor                INTEGER NOT NULL,
    period_start          INTEGER NOT NULL,
    period_end            INTEGER NOT NULL,
    renewal_discount_bp   INTEGER,
    renewal_discount_left INTEGER,
    CHECK (period_start < period_end),
    CHECK ((renewal_discount_bp IS NULL) = (renewal_discount_left IS NULL))
) STRICT;
INSERT INTO subscription VALUES('sub_101',101,2,'active','monthly',8,15600,1772323200,1772323200,1775001600,2000,3);
INSERT INTO subscription VALUES('sub_102',102,1,'active','annual',10,156000,1760572800,1760572800,1792108800,NULL,NULL);
INSERT INTO subscription VALUES('sub_103',103,1,'active','monthly',3,19800,1738281600,1772236800,1774915200,NULL,NULL);
INSERT INTO subscription VALUES('sub_104',104,2,'active','monthly',2,47950,1772496000,1772496000,1775174400,NULL,NULL);
INSERT INTO subscription VALUES('sub_105',105,2,'active','monthly',6,14500,1772841600,1772841600,1775520000,NULL,NULL);
INSERT INTO subscription VALUES('sub_106',106,2,'canceled','monthly',4,15600,1772755200,1772755200,1775433600,NULL,NULL);
INSERT INTO subscription VALUES('sub_107',107,1,'active','monthly',3,15600,1773100800,1773100800,1775779200,NULL,NULL);
INSERT INTO subscription VALUES('sub_108',108,1,'past_due','monthly',6,15600,1770768000,1770768000,1773187200,NULL,NULL);
INSERT INTO subscription VALUES('sub_109',109,2,'active','annual',4,156000,1773653400,1773653400,1805189400,NULL,NULL);
INSERT INTO subscription VALUES('sub_110',110,1,'active','monthly',1,15600,1771891200,1771891200,1774310400,NULL,NULL);
CREATE TABLE paid_segment (
    subscription TEXT NOT NULL REFERENCES subscription (id),
    id              TEXT NOT NULL,
    position        INTEGER NOT NULL,
    net_minor       INTEGER NOT NULL,
    tax_minor       INTEGER NOT NULL,
    starts_at       INTEGER NOT NULL,
    ends_at         INTEGER NOT NULL,
    PRIMARY KEY (subscription, id)
) STRICT;
INSERT INTO paid_segment VALUES('sub_102','s1',0,1560000,0,1760572800,1792108800);
INSERT INTO paid_segment VALUES('sub_103','s1',0,59400,5940,1772236800,1774915200);
INSERT INTO paid_segment VALUES('sub_106','s1',0,62400,0,1772755200,1775433600);
INSERT INTO paid_segment VALUES('sub_107','s1',0,46800,0,1773100800,1775779200);
INSERT INTO paid_segment VALUES('sub_108','s1',0,93600,0,1770768000,1773187200);
INSERT INTO paid_segment VALUES('sub_110','s1',0,15600,0,1771891200,1774310400);
INSERT INTO paid_segment VALUES('sub_104','s1',0,47950,0,1772496000,1775174400);
INSERT INTO paid_segment VALUES('sub_104','s2',1,37123,0,1773100800,1775174400);
INSERT INTO paid_segment VALUES('sub_109','s2',0,530400,0,1773653400,1805189400);
INSERT INTO paid_segment VALUES('sub_101','s1',0,78000,0,1772323200,1775001600);
INSERT INTO paid_segment VALUES('sub_101','s2',1,19324,0,1773619200,1775001600);
INSERT INTO paid_segment VALUES('sub_105','s1',0,58000,11600,1772841600,1775520000);
INSERT INTO paid_segment VALUES('sub_105','s2',1,20581,4116,1773619200,1775520000);
CREATE TABLE subscription_change (
    subscription TEXT NOT NULL REFERENCES subscription (id),
    version         INTEGER NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('upgrade', 'renewal', 'cancellation', 'reactivation', 'balance')),
    by_name         TEXT NOT NULL,
    at              INTEGER NOT NULL,
    before_sessions INTEGER NOT NULL,
    before_cycle    TEXT NOT NULL,
    after_sessions  INTEGER NOT NULL,
    after_cycle     TEXT NOT NULL,
    PRIMARY KEY (subscription, version)
) STRICT;
INSERT INTO subscription_change VALUES('sub_106',2,'cancellation','Bea Manager',1773446400,4,'monthly',4,'monthly');
INSERT INTO subscription_change VALUES('sub_104',2,'upgrade','Bea Manager',1773129600,1,'monthly',2,'monthly');
INSERT INTO subscription_change VALUES('sub_109',2,'upgrade','Bea Manager',1773653400,2,'monthly',4,'annual');
INSERT INTO subscription_change VALUES('sub_101',2,'upgrade','Bea Manager',1773653400,5,'monthly',8,'monthly');
INSERT INTO subscription_change VALUES('sub_105',2,'upgrade','Bea Manager',1773653400,4,'monthly',6,'monthly');
CREATE TABLE payment_card (
    id              TEXT PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    card_ref        TEXT NOT NULL,
    brand           TEXT NOT NULL,
    last4           TEXT NOT NULL,
    expires_month   INTEGER NOT NULL CHECK (expires_month BETWEEN 1 AND 12),
    expires_year    INTEGER NOT NULL,
    added_at        INTEGER NOT NULL,
    replaced_at     INTEGER
) STRICT;
INSERT INTO payment_card VALUES('pm_101',101,'card_visa','visa','4242',12,2030,1742083200,1773653400);
INSERT INTO payment_card VALUES('pm_102',102,'card_visa','visa','4242',12,2030,1742083200,NULL);
INSERT INTO payment_card VALUES('pm_103',103,'card_visa','visa','4242',12,2030,1742083200,NULL);
INSERT INTO payment_card VALUES('pm_104',104,'card_visa','visa','4242',12,2030,1742083200,1773653400);
INSERT INTO payment_card VALUES('pm_105',105,'card_visa','visa','4242',12,2030,1742083200,1773653400);
INSERT INTO payment_card VALUES('pm_106',106,'card_visa','visa','4242',12,2030,1742083200,NULL);
INSERT INTO payment_card VALUES('pm_108',108,'card_visa','visa','4242',12,2025,1742083200,NULL);
INSERT INTO payment_card VALUES('pm_109',109,'card_visa','visa','4242',12,2030,1742083200,1773653400);
INSERT INTO payment_card VALUES('pm_110',110,'card_visa','visa','4242',12,2030,1742083200,NULL);
INSERT INTO payment_card VALUES('pm_3fbe5045bdd14c639fe55e228800a8df',109,'card_visa','visa','4242',12,2030,1773653400,NULL);
INSERT INTO payment_card VALUES('pm_06b4fc1854e045ad9bb0504d251e322c',101,'card_visa','visa','4242',12,2030,1773653400,1773653400);
INSERT INTO payment_card VALUES('pm_b23fd8560c064316a698eb1f63de5700',101,'card_declined','visa','0002',12,2030,1773653400,1773653400);
INSERT INTO payment_card VALUES('pm_38e3317e54bb47d2ab2bb985e6a0d5c5',101,'card_visa','visa','4242',12,2030,1773653400,NULL);
INSERT INTO payment_card VALUES('pm_3ba11c921eab4c1e98d8dfbbb1afbb6a',104,'card_confirm','visa','3155',12,2030,1773653400,NULL);
INSERT INTO payment_card VALUES('pm_8f545004638b41d684a7cccc91e18121',105,'card_visa','visa','4242',12,2030,1773653400,NULL);
CREATE TABLE promotion (
    code            TEXT PRIMARY KEY,
    version         INTEGER NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('percent', 'fixed')),
    percent_bp      INTEGER NOT NULL,
    amount_minor    INTEGER NOT NULL,
    currency        TEXT NOT NULL,
    cycles          TEXT NOT NULL,
    min_sessions    INTEGER NOT NULL,
    renewals        INTEGER NOT NULL,
    valid_from      INTEGER,
    expires_at      INTEGER,
    max_redemptions INTEGER,
    max_per_account INTEGER NOT NULL,
    disabled        INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    organization INTEGER REFERENCES organization (id),
    used_before     INTEGER NOT NULL CHECK (used_before >= 0)
) STRICT;
INSERT INTO promotion VALUES('SAVE10',1,'percent',1000,0,'USD','monthly annual',1,0,NULL,NULL,NULL,1,0,NULL,0);
INSERT INTO promotion VALUES('LEAP15',1,'percent',1500,0,'USD','annual',1,0,NULL,NULL,NULL,1,0,NULL,0);
INSERT INTO promotion VALUES('RENEW20',1,'percent',2000,0,'USD','monthly annual',1,3,NULL,NULL,NULL,1,0,NULL,0);
INSERT INTO promotion VALUES('TAKE50',1,'fixed',0,5000,'USD','monthly annual',1,0,NULL,NULL,NULL,1,0,NULL,0);
INSERT INTO promotion VALUES('FREE100',1,'percent',10000,0,'USD','monthly annual',1,0,NULL,NULL,NULL,1,0,NULL,0);
INSERT INTO promotion VALUES('TEAM10',1,'percent',1000,0,'USD','monthly annual',10,0,NULL,NULL,NULL,1,0,NULL,0);
INSERT INTO promotion VALUES('ENDED',1,'percent',1000,0,'USD','monthly annual',1,0,NULL,1773532800,NULL,1,0,NULL,0);
INSERT INTO promotion VALUES('SOON',1,'percent',1000,0,'USD','monthly annual',1,0,1776297600,NULL,NULL,1,0,NULL,0);
INSERT INTO promotion VALUES('SPENT',1,'percent',1000,0,'USD','monthly annual',1,0,NULL,NULL,100,1,0,NULL,100);
INSERT INTO promotion VALUES('LAST1',1,'percent',1000,0,'USD','monthly annual',1,0,NULL,NULL,50,1,0,NULL,49);
INSERT INTO promotion VALUES('OFF',1,'percent',1000,0,'USD','monthly annual',1,0,NULL,NULL,NULL,1,1,NULL,0);
CREATE TABLE refused_code_count (
    scope        TEXT PRIMARY KEY,
    window_start INTEGER NOT NULL,
    refused      INTEGER NOT NULL
) STRICT;
CREATE TABLE quote (
    id              TEXT PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person       TEXT NOT NULL REFERENCES person (id),
    subscription TEXT NOT NULL REFERENCES subscription (id),
    version         INTEGER NOT NULL,
    as_of           INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    sealed          TEXT NOT NULL,
    quote_hash      TEXT NOT NULL
) STRICT;
INSERT INTO quote VALUES('q_sample_104',104,'u_billing','sub_104',1,1773129600,1773130500,'{"expiresAt":"2026-03-10T08:15:00Z","input":{"asOf":"2026-03-10T08:00:00Z","balanceMinor":0,"chargeStepMinor":1,"currency":"KWD","engine":"proration/1","exponent":3,"granularity":"day","prices":{"annual":479500,"monthly":47950},"promo":null,"subscription":{"anchor":"2026-03-03T00:00:00Z","cycle":"monthly","periodEnd":"2026-04-03T00:00:00Z","periodStart":"2026-03-03T00:00:00Z","renewalDiscount":null,"segments":[{"from":"2026-03-03T00:00:00Z","id":"s1","netMinor":47950,"taxMinor":0,"to":"2026-04-03T00:00:00Z"}],"sessions":1,"unitPriceMinor":47950},"target":{"cycle":"monthly","sessions":2},"taxBp":0},"organization":104,"output":{"amountDueMinor":37123,"anchor":"2026-03-03T00:00:00Z","balanceAfterMinor":0,"chargeMinor":37123,"creditMinor":0,"creditTaxMinor":0,"discountMinor":0,"effectiveAt":"2026-03-10T00:00:00Z","lines":[{"amountMinor":37123,"from":"2026-03-10T00:00:00Z","of":31,"sessions":1,"to":"2026-04-03T00:00:00Z","type":"charge","unitPriceMinor":47950,"units":24}],"periodEnd":"2026-04-03T00:00:00Z","periodStart":"2026-03-03T00:00:00Z","quoteExpiresAt":"2026-03-10T08:15:00Z","renewal":{"at":"2026-04-03T00:00:00Z","discountMinor":0,"estimatedDueMinor":95900,"listMinor":95900,"taxMinor":0,"totalMinor":95900},"savings":{"amountMinor":191800,"bp":1666},"taxMinor":0,"totalMinor":37123},"priceVersion":1,"promotionVersion":null,"quoteId":"q_sample_104","subscription":"sub_104","taxVersion":1,"user":"u_billing","version":1}','760ac97cb889142d92368263c1a160b5ff91e595b974af81690a8499c98ec5fe');
INSERT INTO quote VALUES('q_0e1653c7416a42c481a49caff0673ddb',109,'u_billing','sub_109',1,1773653400,1773654300,'{"expiresAt":"2026-03-16T09:45:00Z","input":{"asOf":"2026-03-16T09:30:00Z","balanceMinor":0,"chargeStepMinor":1,"currency":"USD","engine":"proration/1","exponent":2,"granularity":"second","prices":{"annual":156000,"monthly":15600},"promo":{"accountRedeemed":0,"amountMinor":0,"code":"LEAP15","currency":"USD","cycles":["annual"],"disabled":false,"expiresAt":null,"kind":"percent","maxPerAccount":1,"maxRedemptions":null,"minSessions":1,"percentBp":1500,"redeemed":0,"renewals":0,"validFrom":null},"subscription":{"anchor":"2026-03-02T04:16:27Z","cycle":"monthly","periodEnd":"2026-04-02T04:16:27Z","periodStart":"2026-03-02T04:16:27Z","renewalDiscount":null,"segments":[{"from":"2026-03-02T04:16:27Z","id":"s1","netMinor":31200,"taxMinor":0,"to":"2026-04-02T04:16:27Z"}],"sessions":2,"unitPriceMinor":15600},"target":{"cycle":"annual","sessions":4},"taxBp":0},"organization":109,"output":{"amountDueMinor":513509,"anchor":"2026-03-16T09:30:00Z","balanceAfterMinor":0,"chargeMinor":624000,"creditMinor":16891,"creditTaxMinor":0,"discountMinor":93600,"effectiveAt":"2026-03-16T09:30:00Z","lines":[{"amountMinor":624000,"from":"2026-03-16T09:30:00Z","of":31536000,"sessions":4,"to":"2027-03-16T09:30:00Z","type":"charge","unitPriceMinor":156000,"units":31536000},{"amountMinor":-16891,"from":"2026-03-16T09:30:00Z","of":2678400,"segment":"s1","taxMinor":0,"to":"2026-04-02T04:16:27Z","type":"credit","units":1449987},{"amountMinor":-93600,"code":"LEAP15","type":"discount"}],"periodEnd":"2027-03-16T09:30:00Z","periodStart":"2026-03-16T09:30:00Z","quoteExpiresAt":"2026-03-16T09:45:00Z","renewal":{"at":"2027-03-16T09:30:00Z","discountMinor":0,"estimatedDueMinor":624000,"listMinor":624000,"taxMinor":0,"totalMinor":624000},"savings":{"amountMinor":124800,"bp":1666},"taxMinor":0,"totalMinor":513509},"priceVersion":1,"promotionVersion":1,"quoteId":"q_0e1653c7416a42c481a49caff0673ddb","subscription":"sub_109","taxVersion":1,"user":"u_billing","version":1}','ef51d24c1e83c977a8734fcc8d0533833abd44300fa0aa1358db33334ac4c90b');
INSERT INTO quote VALUES('q_5ad84f8bc7b64b18b051a1b8ccca0023',101,'u_billing','sub_101',1,1773653400,1773654300,'{"expiresAt":"2026-03-16T09:45:00Z","input":{"asOf":"2026-03-16T09:30:00Z","balanceMinor":0,"chargeStepMinor":1,"currency":"USD","engine":"proration/1","exponent":2,"granularity":"day","prices":{"annual":156000,"monthly":15600},"promo":{"accountRedeemed":0,"amountMinor":0,"code":"RENEW20","currency":"USD","cycles":["monthly","annual"],"disabled":false,"expiresAt":null,"kind":"percent","maxPerAccount":1,"maxRedemptions":null,"minSessions":1,"percentBp":2000,"redeemed":0,"renewals":3,"validFrom":null},"subscription":{"anchor":"2026-03-01T00:00:00Z","cycle":"monthly","periodEnd":"2026-04-01T00:00:00Z","periodStart":"2026-03-01T00:00:00Z","renewalDiscount":null,"segments":[{"from":"2026-03-01T00:00:00Z","id":"s1","netMinor":78000,"taxMinor":0,"to":"2026-04-01T00:00:00Z"}],"sessions":5,"unitPriceMinor":15600},"target":{"cycle":"monthly","sessions":8},"taxBp":0},"organization":101,"output":{"amountDueMinor":19324,"anchor":"2026-03-01T00:00:00Z","balanceAfterMinor":0,"chargeMinor":24155,"creditMinor":0,"creditTaxMinor":0,"discountMinor":4831,"effectiveAt":"2026-03-16T00:00:00Z","lines":[{"amountMinor":24155,"from":"2026-03-16T00:00:00Z","of":31,"sessions":3,"to":"2026-04-01T00:00:00Z","type":"charge","unitPriceMinor":15600,"units":16},{"amountMinor":-4831,"code":"RENEW20","type":"discount"}],"periodEnd":"2026-04-01T00:00:00Z","periodStart":"2026-03-01T00:00:00Z","quoteExpiresAt":"2026-03-16T09:45:00Z","renewal":{"at":"2026-04-01T00:00:00Z","discountMinor":24960,"estimatedDueMinor":99840,"listMinor":124800,"taxMinor":0,"totalMinor":99840},"savings":{"amountMinor":249600,"bp":1666},"taxMinor":0,"totalMinor":19324},"priceVersion":1,"promotionVersion":1,"quoteId":"q_5ad84f8bc7b64b18b051a1b8ccca0023","subscription":"sub_101","taxVersion":1,"user":"u_billing","version":1}','1781af14a5a498ee9cfcb5c48c9e5d958f53549b4b45b37169929da7cfabf02b');
INSERT INTO quote VALUES('q_490c5e2c69e34951b2d51410070429a7',101,'u_billing','sub_101',2,1773653400,1773654300,'{"expiresAt":"2026-03-16T09:45:00Z","input":{"asOf":"2026-03-16T09:30:00Z","balanceMinor":0,"chargeStepMinor":1,"currency":"USD","engine":"proration/1","exponent":2,"granularity":"day","prices":{"annual":156000,"monthly":15600},"promo":null,"subscription":{"anchor":"2026-03-01T00:00:00Z","cycle":"monthly","periodEnd":"2026-04-01T00:00:00Z","periodStart":"2026-03-01T00:00:00Z","renewalDiscount":{"left":3,"percentBp":2000},"segments":[{"from":"2026-03-01T00:00:00Z","id":"s1","netMinor":78000,"taxMinor":0,"to":"2026-04-01T00:00:00Z"},{"from":"2026-03-16T00:00:00Z","id":"s2","netMinor":19324,"taxMinor":0,"to":"2026-04-01T00:00:00Z"}],"sessions":8,"unitPriceMinor":15600},"target":{"cycle":"monthly","sessions":9},"taxBp":0},"organization":101,"output":{"amountDueMinor":8052,"anchor":"2026-03-01T00:00:00Z","balanceAfterMinor":0,"chargeMinor":8052,"creditMinor":0,"creditTaxMinor":0,"discountMinor":0,"effectiveAt":"2026-03-16T00:00:00Z","lines":[{"amountMinor":8052,"from":"2026-03-16T00:00:00Z","of":31,"sessions":1,"to":"2026-04-01T00:00:00Z","type":"charge","unitPriceMinor":15600,"units":16}],"periodEnd":"2026-04-01T00:00:00Z","periodStart":"2026-03-01T00:00:00Z","quoteExpiresAt":"2026-03-16T09:45:00Z","renewal":{"at":"2026-04-01T00:00:00Z","discountMinor":28080,"estimatedDueMinor":112320,"listMinor":140400,"taxMinor":0,"totalMinor":112320},"savings":{"amountMinor":280800,"bp":1666},"taxMinor":0,"totalMinor":8052},"priceVersion":1,"promotionVersion":null,"quoteId":"q_490c5e2c69e34951b2d51410070429a7","subscription":"sub_101","taxVersion":1,"user":"u_billing","version":2}','4096100876f376ac2481753aca9843ce4f83d9577a0a7098a65504f51e94458a');
INSERT INTO quote VALUES('q_2c725d6cbab34e7d99ad2fdea2f19edb',101,'u_billing','sub_101',2,1773653400,1773654300,'{"expiresAt":"2026-03-16T09:45:00Z","input":{"asOf":"2026-03-16T09:30:00Z","balanceMinor":0,"chargeStepMinor":1,"currency":"USD","engine":"proration/1","exponent":2,"granularity":"day","prices":{"annual":156000,"monthly":15600},"promo":null,"subscription":{"anchor":"2026-03-01T00:00:00Z","cycle":"monthly","periodEnd":"2026-04-01T00:00:00Z","periodStart":"2026-03-01T00:00:00Z","renewalDiscount":{"left":3,"percentBp":2000},"segments":[{"from":"2026-03-01T00:00:00Z","id":"s1","netMinor":78000,"taxMinor":0,"to":"2026-04-01T00:00:00Z"},{"from":"2026-03-16T00:00:00Z","id":"s2","netMinor":19324,"taxMinor":0,"to":"2026-04-01T00:00:00Z"}],"sessions":8,"unitPriceMinor":15600},"target":{"cycle":"monthly","sessions":9},"taxBp":0},"organization":101,"output":{"amountDueMinor":8052,"anchor":"2026-03-01T00:00:00Z","balanceAfterMinor":0,"chargeMinor":8052,"creditMinor":0,"creditTaxMinor":0,"discountMinor":0,"effectiveAt":"2026-03-16T00:00:00Z","lines":[{"amountMinor":8052,"from":"2026-03-16T00:00:00Z","of":31,"sessions":1,"to":"2026-04-01T00:00:00Z","type":"charge","unitPriceMinor":15600,"units":16}],"periodEnd":"2026-04-01T00:00:00Z","periodStart":"2026-03-01T00:00:00Z","quoteExpiresAt":"2026-03-16T09:45:00Z","renewal":{"at":"2026-04-01T00:00:00Z","discountMinor":28080,"estimatedDueMinor":112320,"listMinor":140400,"taxMinor":0,"totalMinor":112320},"savings":{"amountMinor":280800,"bp":1666},"taxMinor":0,"totalMinor":8052},"priceVersion":1,"promotionVersion":null,"quoteId":"q_2c725d6cbab34e7d99ad2fdea2f19edb","subscription":"sub_101","taxVersion":1,"user":"u_billing","version":2}','4d713083901c5a5a254a20cad70085b5ca853872bed117ab0443aa3b5d2818a9');
INSERT INTO quote VALUES('q_5cd8f9d6083c4a0099ddc5b12b17bf50',104,'u_billing','sub_104',2,1773653400,1773654300,'{"expiresAt":"2026-03-16T09:45:00Z","input":{"asOf":"2026-03-16T09:30:00Z","balanceMinor":0,"chargeStepMinor":1,"currency":"KWD","engine":"proration/1","exponent":3,"granularity":"day","prices":{"annual":479500,"monthly":47950},"promo":{"accountRedeemed":0,"amountMinor":0,"code":"SAVE10","currency":"USD","cycles":["monthly","annual"],"disabled":false,"expiresAt":null,"kind":"percent","maxPerAccount":1,"maxRedemptions":null,"minSessions":1,"percentBp":1000,"redeemed":0,"renewals":0,"validFrom":null},"subscription":{"anchor":"2026-03-03T00:00:00Z","cycle":"monthly","periodEnd":"2026-04-03T00:00:00Z","periodStart":"2026-03-03T00:00:00Z","renewalDiscount":null,"segments":[{"from":"2026-03-03T00:00:00Z","id":"s1","netMinor":47950,"taxMinor":0,"to":"2026-04-03T00:00:00Z"},{"from":"2026-03-10T00:00:00Z","id":"s2","netMinor":37123,"taxMinor":0,"to":"2026-04-03T00:00:00Z"}],"sessions":2,"unitPriceMinor":47950},"target":{"cycle":"monthly","sessions":3},"taxBp":0},"organization":104,"output":{"amountDueMinor":25058,"anchor":"2026-03-03T00:00:00Z","balanceAfterMinor":0,"chargeMinor":27842,"creditMinor":0,"creditTaxMinor":0,"discountMinor":2784,"effectiveAt":"2026-03-16T00:00:00Z","lines":[{"amountMinor":27842,"from":"2026-03-16T00:00:00Z","of":31,"sessions":1,"to":"2026-04-03T00:00:00Z","type":"charge","unitPriceMinor":47950,"units":18},{"amountMinor":-2784,"code":"SAVE10","type":"discount"}],"periodEnd":"2026-04-03T00:00:00Z","periodStart":"2026-03-03T00:00:00Z","quoteExpiresAt":"2026-03-16T09:45:00Z","renewal":{"at":"2026-04-03T00:00:00Z","discountMinor":0,"estimatedDueMinor":143850,"listMinor":143850,"taxMinor":0,"totalMinor":143850},"savings":{"amountMinor":287700,"bp":1666},"taxMinor":0,"totalMinor":25058},"priceVersion":1,"promotionVersion":1,"quoteId":"q_5cd8f9d6083c4a0099ddc5b12b17bf50","subscription":"sub_104","taxVersion":1,"user":"u_billing","version":2}','c62f2f6ba2d05cf9b3c5f7020216a78963aef98120eed65924b8c67affb1f392');
INSERT INTO quote VALUES('q_c4d9486360e4406ca5db851056997f7c',105,'u_billing','sub_105',1,1773653400,1773654300,'{"expiresAt":"2026-03-16T09:45:00Z","input":{"asOf":"2026-03-16T09:30:00Z","balanceMinor":5000,"chargeStepMinor":1,"currency":"EUR","engine":"proration/1","exponent":2,"granularity":"day","prices":{"annual":145000,"monthly":14500},"promo":null,"subscription":{"anchor":"2026-03-07T00:00:00Z","cycle":"monthly","periodEnd":"2026-04-07T00:00:00Z","periodStart":"2026-03-07T00:00:00Z","renewalDiscount":null,"segments":[{"from":"2026-03-07T00:00:00Z","id":"s1","netMinor":58000,"taxMinor":11600,"to":"2026-04-07T00:00:00Z"}],"sessions":4,"unitPriceMinor":14500},"target":{"cycle":"monthly","sessions":6},"taxBp":2000},"organization":105,"output":{"amountDueMinor":19697,"anchor":"2026-03-07T00:00:00Z","balanceAfterMinor":0,"chargeMinor":20581,"creditMinor":0,"creditTaxMinor":0,"discountMinor":0,"effectiveAt":"2026-03-16T00:00:00Z","lines":[{"amountMinor":20581,"from":"2026-03-16T00:00:00Z","of":31,"sessions":2,"to":"2026-04-07T00:00:00Z","type":"charge","unitPriceMinor":14500,"units":22},{"amountMinor":4116,"baseMinor":20581,"rateBp":2000,"type":"tax"}],"periodEnd":"2026-04-07T00:00:00Z","periodStart":"2026-03-07T00:00:00Z","quoteExpiresAt":"2026-03-16T09:45:00Z","renewal":{"at":"2026-04-07T00:00:00Z","discountMinor":0,"estimatedDueMinor":104400,"listMinor":87000,"taxMinor":17400,"totalMinor":104400},"savings":{"amountMinor":174000,"bp":1666},"taxMinor":4116,"totalMinor":24697},"priceVersion":1,"promotionVersion":null,"quoteId":"q_c4d9486360e4406ca5db851056997f7c","subscription":"sub_105","taxVersion":1,"user":"u_billing","version":1}','0ee39098f72ec311dece1181c3ade93c93f05ada32232a1674b7b483afe0bcb8');
CREATE TABLE seal_key (
    id         TEXT PRIMARY KEY,
    secret     BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO seal_key VALUES('c1560a6c',X'fd960ff8f13c4587ad26c343e0fb9eec2023430ba0ae475a84bd9086bf06021ca79a66ada7964f278556ab429659f63f',1773653400);
CREATE TABLE renewal (
    subscription TEXT NOT NULL REFERENCES subscription (id),
    due_at       INTEGER NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('charging', 'declined', 'paid')),
    -- Each try is an intent of its own; the next begins only after the gateway has said no to the one before.
    tries        INTEGER NOT NULL CHECK (tries >= 1),
    -- What is booked once it is paid, in JSON: the charge was made for exactly this.
    booking      TEXT NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
    currency     TEXT NOT NULL,
    card_ref     TEXT,
    intent_id    TEXT UNIQUE,
    next_try_at  INTEGER NOT NULL,
    settled_at   INTEGER,
    PRIMARY KEY (subscription, due_at)
) STRICT;
INSERT INTO renewal VALUES('sub_108',1773187200,'declined',1,'{"renewal":{"at":"2026-03-11T00:00:00Z","listMinor":93600,"discountMinor":0,"taxMinor":0,"totalMinor":93600,"estimatedDueMinor":93600},"subscription":{"cycle":"monthly","sessions":6,"unitPriceMinor":15600,"anchor":"2026-02-11T00:00:00Z","periodStart":"2026-03-11T00:00:00Z","periodEnd":"2026-04-11T00:00:00Z","segments":[{"id":"renewal-1773187200","netMinor":93600,"taxMinor":0,"from":"2026-03-11T00:00:00Z","to":"2026-04-11T00:00:00Z"}],"renewalDiscount":null},"balanceBeforeMinor":0,"balanceAfterMinor":0}',93600,'USD',NULL,NULL,1773653400,NULL);
INSERT INTO renewal VALUES('sub_105',1775520000,'charging',1,'{"renewal":{"at":"2026-04-07T00:00:00Z","listMinor":87000,"discountMinor":0,"taxMinor":17400,"totalMinor":104400,"estimatedDueMinor":104400},"subscription":{"cycle":"monthly","sessions":6,"unitPriceMinor":14500,"anchor":"2026-03-07T00:00:00Z","periodStart":"2026-04-07T00:00:00Z","periodEnd":"2026-05-07T00:00:00Z","segments":[{"id":"renewal-1775520000","netMinor":87000,"taxMinor":17400,"from":"2026-04-07T00:00:00Z","to":"2026-05-07T00:00:00Z"}],"renewalDiscount":null},"balanceBeforeMinor":0,"balanceAfterMinor":0}',104400,'EUR','card_visa','pi_80188a3fbeac407e911eab95888c0406',1775606430,NULL);
CREATE TABLE access_request (
    id              TEXT PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person       TEXT NOT NULL REFERENCES person (id),
    at              INTEGER NOT NULL,
    from_sessions   INTEGER NOT NULL,
    add_sessions    INTEGER,
    cycle           TEXT,
    note            TEXT
) STRICT;
CREATE TABLE upgrade_attempt (
    id               TEXT PRIMARY KEY,
    organization     INTEGER NOT NULL REFERENCES organization (id),
    subscription     TEXT NOT NULL REFERENCES subscription (id),
    person           TEXT NOT NULL REFERENCES person (id),
    by_name          TEXT NOT NULL,
    idempotency_key  TEXT NOT NULL,
    -- A key whose attempt ended before anything reached the gateway may be used again.
    key_released     INTEGER NOT NULL DEFAULT 0 CHECK (key_released IN (0, 1)),
    request_hash     TEXT NOT NULL,
    quote_id         TEXT NOT NULL,
    quote_hash       TEXT NOT NULL,
    -- The sealed text, so that an attempt can be finished from its own row.
    sealed           TEXT NOT NULL,
    -- The version of the subscription that is paid for.
    version          INTEGER NOT NULL,
    before_sessions  INTEGER NOT NULL,
    before_cycle     TEXT NOT NULL,
    after_sessions   INTEGER NOT NULL,
    after_cycle      TEXT NOT NULL,
    amount_due_minor INTEGER NOT NULL CHECK (amount_due_minor >= 0),
    currency         TEXT NOT NULL,
    -- The card as a reader may know it, in JSON, and as the gateway names it.
    card             TEXT,
    card_ref         TEXT,
    state            TEXT NOT NULL
        CHECK (state IN ('started', 'charging', 'requires_action', 'unknown', 'charged', 'declined', 'canceled')),
    charged          TEXT NOT NULL CHECK (charged IN ('yes', 'no', 'unknown')),
    recovery_point   TEXT NOT NULL CHECK (recovery_point IN ('R0', 'R1', 'R2', 'R2u', 'R3', 'R4')),
    -- Rises whenever another process takes the attempt over; a writer with an older one changes nothing.
    fence            INTEGER NOT NULL DEFAULT 1,
    lease_until      INTEGER NOT NULL,
    checks           INTEGER NOT NULL DEFAULT 0,
    intent_id        TEXT UNIQUE,
    -- A create whose answer was lost may have left an intent that nobody can confirm; it is canceled later.
    create_unresolved INTEGER NOT NULL DEFAULT 0 CHECK (create_unresolved IN (0, 1)),
    confirmation_url TEXT,
    confirm_until    INTEGER,
    decline_class    TEXT,
    -- Why a person must decide; such an attempt is never settled by itself.
    alarm            TEXT,
    started_at       INTEGER NOT NULL,
    settled_at       INTEGER,
    -- Whether the request that began it has been answered, and what a paid one was answered, byte for byte.
    answered         INTEGER NOT NULL DEFAULT 0 CHECK (answered IN (0, 1)),
    answer_body      TEXT,
    CHECK ((state = 'started') = (recovery_point = 'R0')),
    CHECK ((state = 'charged') = (recovery_point = 'R3')),
    CHECK ((state = 'charged') = (answer_body IS NOT NULL)),
    CHECK ((state IN ('declined', 'canceled')) = (recovery_point = 'R4')),
    CHECK (recovery_point NOT IN ('R1', 'R2', 'R2u') OR intent_id IS NOT NULL),
    CHECK (state <> 'charged' OR amount_due_minor = 0 OR (charged = 'yes' AND intent_id IS NOT NULL)),
    CHECK (state NOT IN ('declined', 'canceled') OR charged = 'no'),
    CHECK (amount_due_minor = 0 OR card_ref IS NOT NULL)
) STRICT;
INSERT INTO upgrade_attempt VALUES('att_3ec668175208495eb8a6a9477b86c078',109,'sub_109','u_billing','Bea Manager','83a74b58-bea6-451d-8978-bb9bf1ee05c9',0,'631d13abced5ea82e1c2f17b6bb8c6758138db24f8a4e36343ba824f7abef664','q_0e1653c7416a42c481a49caff0673ddb','ef51d24c1e83c977a8734fcc8d0533833abd44300fa0aa1358db33334ac4c90b','{"expiresAt":"2026-03-16T09:45:00Z","input":{"asOf":"2026-03-16T09:30:00Z","balanceMinor":0,"chargeStepMinor":1,"currency":"USD","engine":"proration/1","exponent":2,"granularity":"second","prices":{"annual":156000,"monthly":15600},"promo":{"accountRedeemed":0,"amountMinor":0,"code":"LEAP15","currency":"USD","cycles":["annual"],"disabled":false,"expiresAt":null,"kind":"percent","maxPerAccount":1,"maxRedemptions":null,"minSessions":1,"percentBp":1500,"redeemed":0,"renewals":0,"validFrom":null},"subscription":{"anchor":"2026-03-02T04:16:27Z","cycle":"monthly","periodEnd":"2026-04-02T04:16:27Z","periodStart":"2026-03-02T04:16:27Z","renewalDiscount":null,"segments":[{"from":"2026-03-02T04:16:27Z","id":"s1","netMinor":31200,"taxMinor":0,"to":"2026-04-02T04:16:27Z"}],"sessions":2,"unitPriceMinor":15600},"target":{"cycle":"annual","sessions":4},"taxBp":0},"organization":109,"output":{"amountDueMinor":513509,"anchor":"2026-03-16T09:30:00Z","balanceAfterMinor":0,"chargeMinor":624000,"creditMinor":16891,"creditTaxMinor":0,"discountMinor":93600,"effectiveAt":"2026-03-16T09:30:00Z","lines":[{"amountMinor":624000,"from":"2026-03-16T09:30:00Z","of":31536000,"sessions":4,"to":"2027-03-16T09:30:00Z","type":"charge","unitPriceMinor":156000,"units":31536000},{"amountMinor":-16891,"from":"2026-03-16T09:30:00Z","of":2678400,"segment":"s1","taxMinor":0,"to":"2026-04-02T04:16:27Z","type":"credit","units":1449987},{"amountMinor":-93600,"code":"LEAP15","type":"discount"}],"periodEnd":"2027-03-16T09:30:00Z","periodStart":"2026-03-16T09:30:00Z","quoteExpiresAt":"2026-03-16T09:45:00Z","renewal":{"at":"2027-03-16T09:30:00Z","discountMinor":0,"estimatedDueMinor":624000,"listMinor":624000,"taxMinor":0,"totalMinor":624000},"savings":{"amountMinor":124800,"bp":1666},"taxMinor":0,"totalMinor":513509},"priceVersion":1,"promotionVersion":1,"quoteId":"q_0e1653c7416a42c481a49caff0673ddb","subscription":"sub_109","taxVersion":1,"user":"u_billing","version":1}',1,2,'monthly',4,'annual',513509,'USD','{"id":"pm_3fbe5045bdd14c639fe55e228800a8df","brand":"visa","last4":"4242","expiresMonth":12,"expiresYear":2030,"expired":false}','card_visa','charged','yes','R3',1,1773653445,0,'pi_0fc81a36296e4b93b4d3fe6dd1af48e4',0,NULL,NULL,NULL,NULL,1773653400,1773653400,1,'{"attempt":{"id":"att_3ec668175208495eb8a6a9477b86c078","state":"charged","charged":"yes","quoteId":"q_0e1653c7416a42c481a49caff0673ddb","by":"Bea Manager","startedAt":"2026-03-16T09:30:00Z","amountDueMinor":513509,"currency":"USD","before":{"sessions":2,"cycle":"monthly"},"after":{"sessions":4,"cycle":"annual"}},"receipt":{"number":"R-109-000001","at":"2026-03-16T09:30:00Z","organization":{"id":109,"name":"Second Wind"},"taxId":null,"currency":"USD","quotedMinor":513509,"chargedMinor":513509,"totalMinor":513509,"balanceBeforeMinor":0,"balanceAfterMinor":0,"quoteId":"q_0e1653c7416a42c481a49caff0673ddb","quoteHash":"ef51d24c1e83c977a8734fcc8d0533833abd44300fa0aa1358db33334ac4c90b","gatewayReference":"pi_0fc81a36296e4b93b4d3fe6dd1af48e4","by":"Bea Manager","before":{"sessions":2,"cycle":"monthly"},"after":{"sessions":4,"cycle":"annual"},"effectiveAt":"2026-03-16T09:30:00Z","periodEnd":"2027-03-16T09:30:00Z","renewalEstimateMinor":624000,"lines":[{"type":"charge","sessions":4,"unitPriceMinor":156000,"units":31536000,"of":31536000,"from":"2026-03-16T09:30:00Z","to":"2027-03-16T09:30:00Z","amountMinor":624000},{"type":"credit","segment":"s1","units":1449987,"of":2678400,"from":"2026-03-16T09:30:00Z","to":"2026-04-02T04:16:27Z","amountMinor":-16891,"taxMinor":0},{"type":"discount","code":"LEAP15","amountMinor":-93600}],"credited":[{"id":"s1","netMinor":31200,"taxMinor":0,"from":"2026-03-02T04:16:27Z","to":"2026-04-02T04:16:27Z"}],"codeTerms":{"kind":"percent","percentBp":1500,"amountMinor":0},"paymentMethod":{"id":"pm_3fbe5045bdd14c639fe55e228800a8df","brand":"visa","last4":"4242","expiresMonth":12,"expiresYear":2030,"expired":false},"sampleData":true},"subscription":{"organization":{"id":109,"name":"Second Wind"},"taxId":null,"version":2,"status":"active","planName":"TestCloud per session","maxSessions":10000,"serverTime":"2026-03-16T09:30:00Z","sampleData":true,"cardFieldUrl":"http://127.0.0.1:37411/card-field","engine":{"engine":"proration/1","currency":"USD","exponent":2,"granularity":"second","asOf":"2026-03-16T09:30:00Z","prices":{"monthly":15600,"annual":156000},"taxBp":0,"balanceMinor":0,"chargeStepMinor":1,"subscription":{"cycle":"annual","sessions":4,"unitPriceMinor":156000,"anchor":"2026-03-16T09:30:00Z","periodStart":"2026-03-16T09:30:00Z","periodEnd":"2027-03-16T09:30:00Z","segments":[{"id":"s2","netMinor":530400,"taxMinor":0,"from":"2026-03-16T09:30:00Z","to":"2027-03-16T09:30:00Z"}],"renewalDiscount":null}},"paymentMethod":{"id":"pm_3fbe5045bdd14c639fe55e228800a8df","brand":"visa","last4":"4242","expiresMonth":12,"expiresYear":2030,"expired":false},"lastUpgrade":{"by":"Bea Manager","at":"2026-03-16T09:30:00Z","before":{"sessions":2,"cycle":"monthly"},"after":{"sessions":4,"cycle":"annual"}},"openAttempt":null,"accessRequests":[]}}');
INSERT INTO upgrade_attempt VALUES('att_9d9ff62dca3144d2b65334df59cc799a',101,'sub_101','u_billing','Bea Manager','047711eb-dd2e-4d43-a0c0-2759821d67fe',0,'e28b1b63520343f222b131ce26871550dbe74c5fea4480148b11180aeadf421f','q_5ad84f8bc7b64b18b051a1b8ccca0023','1781af14a5a498ee9cfcb5c48c9e5d958f53549b4b45b37169929da7cfabf02b','{"expiresAt":"2026-03-16T09:45:00Z","input":{"asOf":"2026-03-16T09:30:00Z","balanceMinor":0,"chargeStepMinor":1,"currency":"USD","engine":"proration/1","exponent":2,"granularity":"day","prices":{"annual":156000,"monthly":15600},"promo":{"accountRedeemed":0,"amountMinor":0,"code":"RENEW20","currency":"USD","cycles":["monthly","annual"],"disabled":false,"expiresAt":null,"kind":"percent","maxPerAccount":1,"maxRedemptions":null,"minSessions":1,"percentBp":2000,"redeemed":0,"renewals":3,"validFrom":null},"subscription":{"anchor":"2026-03-01T00:00:00Z","cycle":"monthly","periodEnd":"2026-04-01T00:00:00Z","periodStart":"2026-03-01T00:00:00Z","renewalDiscount":null,"segments":[{"from":"2026-03-01T00:00:00Z","id":"s1","netMinor":78000,"taxMinor":0,"to":"2026-04-01T00:00:00Z"}],"sessions":5,"unitPriceMinor":15600},"target":{"cycle":"monthly","sessions":8},"taxBp":0},"organization":101,"output":{"amountDueMinor":19324,"anchor":"2026-03-01T00:00:00Z","balanceAfterMinor":0,"chargeMinor":24155,"creditMinor":0,"creditTaxMinor":0,"discountMinor":4831,"effectiveAt":"2026-03-16T00:00:00Z","lines":[{"amountMinor":24155,"from":"2026-03-16T00:00:00Z","of":31,"sessions":3,"to":"2026-04-01T00:00:00Z","type":"charge","unitPriceMinor":15600,"units":16},{"amountMinor":-4831,"code":"RENEW20","type":"discount"}],"periodEnd":"2026-04-01T00:00:00Z","periodStart":"2026-03-01T00:00:00Z","quoteExpiresAt":"2026-03-16T09:45:00Z","renewal":{"at":"2026-04-01T00:00:00Z","discountMinor":24960,"estimatedDueMinor":99840,"listMinor":124800,"taxMinor":0,"totalMinor":99840},"savings":{"amountMinor":249600,"bp":1666},"taxMinor":0,"totalMinor":19324},"priceVersion":1,"promotionVersion":1,"quoteId":"q_5ad84f8bc7b64b18b051a1b8ccca0023","subscription":"sub_101","taxVersion":1,"user":"u_billing","version":1}',1,5,'monthly',8,'monthly',19324,'USD','{"id":"pm_06b4fc1854e045ad9bb0504d251e322c","brand":"visa","last4":"4242","expiresMonth":12,"expiresYear":2030,"expired":false}','card_visa','charged','yes','R3',1,1773653445,0,'pi_bea7990d668a4943b778ea84baf25fdd',0,NULL,NULL,NULL,NULL,1773653400,1773653400,1,'{"attempt":{"id":"att_9d9ff62dca3144d2b65334df59cc799a","state":"charged","charged":"yes","quoteId":"q_5ad84f8bc7b64b18b051a1b8ccca0023","by":"Bea Manager","startedAt":"2026-03-16T09:30:00Z","amountDueMinor":19324,"currency":"USD","before":{"sessions":5,"cycle":"monthly"},"after":{"sessions":8,"cycle":"monthly"}},"receipt":{"number":"R-101-000001","at":"2026-03-16T09:30:00Z","organization":{"id":101,"name":"Harbor QA"},"taxId":null,"currency":"USD","quotedMinor":19324,"chargedMinor":19324,"totalMinor":19324,"balanceBeforeMinor":0,"balanceAfterMinor":0,"quoteId":"q_5ad84f8bc7b64b18b051a1b8ccca0023","quoteHash":"1781af14a5a498ee9cfcb5c48c9e5d958f53549b4b45b37169929da7cfabf02b","gatewayReference":"pi_bea7990d668a4943b778ea84baf25fdd","by":"Bea Manager","before":{"sessions":5,"cycle":"monthly"},"after":{"sessions":8,"cycle":"monthly"},"effectiveAt":"2026-03-16T00:00:00Z","periodEnd":"2026-04-01T00:00:00Z","renewalEstimateMinor":99840,"lines":[{"type":"charge","sessions":3,"unitPriceMinor":15600,"units":16,"of":31,"from":"2026-03-16T00:00:00Z","to":"2026-04-01T00:00:00Z","amountMinor":24155},{"type":"discount","code":"RENEW20","amountMinor":-4831}],"credited":[],"codeTerms":{"kind":"percent","percentBp":2000,"amountMinor":0},"paymentMethod":{"id":"pm_06b4fc1854e045ad9bb0504d251e322c","brand":"visa","last4":"4242","expiresMonth":12,"expiresYear":2030,"expired":false},"sampleData":true},"subscription":{"organization":{"id":101,"name":"Harbor QA"},"taxId":null,"version":2,"status":"active","planName":"TestCloud per session","maxSessions":10000,"serverTime":"2026-03-16T09:30:00Z","sampleData":true,"cardFieldUrl":"http://127.0.0.1:37411/card-field","engine":{"engine":"proration/1","currency":"USD","exponent":2,"granularity":"day","asOf":"2026-03-16T09:30:00Z","prices":{"monthly":15600,"annual":156000},"taxBp":0,"balanceMinor":0,"chargeStepMinor":1,"subscription":{"cycle":"monthly","sessions":8,"unitPriceMinor":15600,"anchor":"2026-03-01T00:00:00Z","periodStart":"2026-03-01T00:00:00Z","periodEnd":"2026-04-01T00:00:00Z","segments":[{"id":"s1","netMinor":78000,"taxMinor":0,"from":"2026-03-01T00:00:00Z","to":"2026-04-01T00:00:00Z"},{"id":"s2","netMinor":19324,"taxMinor":0,"from":"2026-03-16T00:00:00Z","to":"2026-04-01T00:00:00Z"}],"renewalDiscount":{"percentBp":2000,"left":3}}},"paymentMethod":{"id":"pm_06b4fc1854e045ad9bb0504d251e322c","brand":"visa","last4":"4242","expiresMonth":12,"expiresYear":2030,"expired":false},"lastUpgrade":{"by":"Bea Manager","at":"2026-03-16T09:30:00Z","before":{"sessions":5,"cycle":"monthly"},"after":{"sessions":8,"cycle":"monthly"}},"openAttempt":null,"accessRequests":[]}}');
INSERT INTO upgrade_attempt VALUES('att_41bdfb4f595344c686ef584a5d53c366',101,'sub_101','u_billing','Bea Manager','c419841c-33bb-4021-97e0-7dad7866a4ff',0,'5973a605edcfde31e535e01961ea423df11489f6cb22a6035e64e2e987b8fcca','q_490c5e2c69e34951b2d51410070429a7','4096100876f376ac2481753aca9843ce4f83d9577a0a7098a65504f51e94458a','{"expiresAt":"2026-03-16T09:45:00Z","input":{"asOf":"2026-03-16T09:30:00Z","balanceMinor":0,"chargeStepMinor":1,"currency":"USD","engine":"proration/1","exponent":2,"granularity":"day","prices":{"annual":156000,"monthly":15600},"promo":null,"subscription":{"anchor":"2026-03-01T00:00:00Z","cycle":"monthly","periodEnd":"2026-04-01T00:00:00Z","periodStart":"2026-03-01T00:00:00Z","renewalDiscount":{"left":3,"percentBp":2000},"segments":[{"from":"2026-03-01T00:00:00Z","id":"s1","netMinor":78000,"taxMinor":0,"to":"2026-04-01T00:00:00Z"},{"from":"2026-03-16T00:00:00Z","id":"s2","netMinor":19324,"taxMinor":0,"to":"2026-04-01T00:00:00Z"}],"sessions":8,"unitPriceMinor":15600},"target":{"cycle":"monthly","sessions":9},"taxBp":0},"organization":101,"output":{"amountDueMinor":8052,"anchor":"2026-03-01T00:00:00Z","balanceAfterMinor":0,"chargeMinor":8052,"creditMinor":0,"creditTaxMinor":0,"discountMinor":0,"effectiveAt":"2026-03-16T00:00:00Z","lines":[{"amountMinor":8052,"from":"2026-03-16T00:00:00Z","of":31,"sessions":1,"to":"2026-04-01T00:00:00Z","type":"charge","unitPriceMinor":15600,"units":16}],"periodEnd":"2026-04-01T00:00:00Z","periodStart":"2026-03-01T00:00:00Z","quoteExpiresAt":"2026-03-16T09:45:00Z","renewal":{"at":"2026-04-01T00:00:00Z","discountMinor":28080,"estimatedDueMinor":112320,"listMinor":140400,"taxMinor":0,"totalMinor":112320},"savings":{"amountMinor":280800,"bp":1666},"taxMinor":0,"totalMinor":8052},"priceVersion":1,"promotionVersion":null,"quoteId":"q_490c5e2c69e34951b2d51410070429a7","subscription":"sub_101","taxVersion":1,"user":"u_billing","version":2}',2,8,'monthly',9,'monthly',8052,'USD','{"id":"pm_b23fd8560c064316a698eb1f63de5700","brand":"visa","last4":"0002","expiresMonth":12,"expiresYear":2030,"expired":false}','card_declined','declined','no','R4',1,1773653445,0,'pi_b428ce7019394a4785068becd3f9dd29',0,NULL,NULL,'generic',NULL,1773653400,1773653400,1,NULL);
INSERT INTO upgrade_attempt VALUES('att_52a564cde4b748da9bbda464d5e1d780',101,'sub_101','u_billing','Bea Manager','1f1a24ee-2f41-4401-8bf3-5d0125a258f3',0,'83b6ab37f2098a2ccc5687b5db5fbf1488e2f04a7fadb5a01297416937e65309','q_2c725d6cbab34e7d99ad2fdea2f19edb','4d713083901c5a5a254a20cad70085b5ca853872bed117ab0443aa3b5d2818a9','{"expiresAt":"2026-03-16T09:45:00Z","input":{"asOf":"2026-03-16T09:30:00Z","balanceMinor":0,"chargeStepMinor":1,"currency":"USD","engine":"proration/1","exponent":2,"granularity":"day","prices":{"annual":156000,"monthly":15600},"promo":null,"subscription":{"anchor":"2026-03-01T00:00:00Z","cycle":"monthly","periodEnd":"2026-04-01T00:00:00Z","periodStart":"2026-03-01T00:00:00Z","renewalDiscount":{"left":3,"percentBp":2000},"segments":[{"from":"2026-03-01T00:00:00Z","id":"s1","netMinor":78000,"taxMinor":0,"to":"2026-04-01T00:00:00Z"},{"from":"2026-03-16T00:00:00Z","id":"s2","netMinor":19324,"taxMinor":0,"to":"2026-04-01T00:00:00Z"}],"sessions":8,"unitPriceMinor":15600},"target":{"cycle":"monthly","sessions":9},"taxBp":0},"organization":101,"output":{"amountDueMinor":8052,"anchor":"2026-03-01T00:00:00Z","balanceAfterMinor":0,"chargeMinor":8052,"creditMinor":0,"creditTaxMinor":0,"discountMinor":0,"effectiveAt":"2026-03-16T00:00:00Z","lines":[{"amountMinor":8052,"from":"2026-03-16T00:00:00Z","of":31,"sessions":1,"to":"2026-04-01T00:00:00Z","type":"charge","unitPriceMinor":15600,"units":16}],"periodEnd":"2026-04-01T00:00:00Z","periodStart":"2026-03-01T00:00:00Z","quoteExpiresAt":"2026-03-16T09:45:00Z","renewal":{"at":"2026-04-01T00:00:00Z","discountMinor":28080,"estimatedDueMinor":112320,"listMinor":140400,"taxMinor":0,"totalMinor":112320},"savings":{"amountMinor":280800,"bp":1666},"taxMinor":0,"totalMinor":8052},"priceVersion":1,"promotionVersion":null,"quoteId":"q_2c725d6cbab34e7d99ad2fdea2f19edb","subscription":"sub_101","taxVersion":1,"user":"u_billing","version":2}',2,8,'monthly',9,'monthly',8052,'USD','{"id":"pm_38e3317e54bb47d2ab2bb985e6a0d5c5","brand":"visa","last4":"4242","expiresMonth":12,"expiresYear":2030,"expired":false}','card_visa','unknown','unknown','R2u',1,1773653430,0,'pi_3bdfe1b2a9e54f559ca93c45cbf9ee1a',0,NULL,NULL,NULL,NULL,1773653400,NULL,1,NULL);
INSERT INTO upgrade_attempt VALUES('att_4303208ddab344a6ae0591a0408ec7cb',104,'sub_104','u_billing','Bea Manager','ab9b9866-b8ee-4e6e-95a7-d257c5be621b',0,'86c68cae488e54fe2e4c3337eb5104a894fe92018d01ad4be11fdb5536cde304','q_5cd8f9d6083c4a0099ddc5b12b17bf50','c62f2f6ba2d05cf9b3c5f7020216a78963aef98120eed65924b8c67affb1f392','{"expiresAt":"2026-03-16T09:45:00Z","input":{"asOf":"2026-03-16T09:30:00Z","balanceMinor":0,"chargeStepMinor":1,"currency":"KWD","engine":"proration/1","exponent":3,"granularity":"day","prices":{"annual":479500,"monthly":47950},"promo":{"accountRedeemed":0,"amountMinor":0,"code":"SAVE10","currency":"USD","cycles":["monthly","annual"],"disabled":false,"expiresAt":null,"kind":"percent","maxPerAccount":1,"maxRedemptions":null,"minSessions":1,"percentBp":1000,"redeemed":0,"renewals":0,"validFrom":null},"subscription":{"anchor":"2026-03-03T00:00:00Z","cycle":"monthly","periodEnd":"2026-04-03T00:00:00Z","periodStart":"2026-03-03T00:00:00Z","renewalDiscount":null,"segments":[{"from":"2026-03-03T00:00:00Z","id":"s1","netMinor":47950,"taxMinor":0,"to":"2026-04-03T00:00:00Z"},{"from":"2026-03-10T00:00:00Z","id":"s2","netMinor":37123,"taxMinor":0,"to":"2026-04-03T00:00:00Z"}],"sessions":2,"unitPriceMinor":47950},"target":{"cycle":"monthly","sessions":3},"taxBp":0},"organization":104,"output":{"amountDueMinor":25058,"anchor":"2026-03-03T00:00:00Z","balanceAfterMinor":0,"chargeMinor":27842,"creditMinor":0,"creditTaxMinor":0,"discountMinor":2784,"effectiveAt":"2026-03-16T00:00:00Z","lines":[{"amountMinor":27842,"from":"2026-03-16T00:00:00Z","of":31,"sessions":1,"to":"2026-04-03T00:00:00Z","type":"charge","unitPriceMinor":47950,"units":18},{"amountMinor":-2784,"code":"SAVE10","type":"discount"}],"periodEnd":"2026-04-03T00:00:00Z","periodStart":"2026-03-03T00:00:00Z","quoteExpiresAt":"2026-03-16T09:45:00Z","renewal":{"at":"2026-04-03T00:00:00Z","discountMinor":0,"estimatedDueMinor":143850,"listMinor":143850,"taxMinor":0,"totalMinor":143850},"savings":{"amountMinor":287700,"bp":1666},"taxMinor":0,"totalMinor":25058},"priceVersion":1,"promotionVersion":1,"quoteId":"q_5cd8f9d6083c4a0099ddc5b12b17bf50","subscription":"sub_104","taxVersion":1,"user":"u_billing","version":2}',2,2,'monthly',3,'monthly',25058,'KWD','{"id":"pm_3ba11c921eab4c1e98d8dfbbb1afbb6a","brand":"visa","last4":"3155","expiresMonth":12,"expiresYear":2030,"expired":false}','card_confirm','requires_action','no','R2',1,1773653430,0,'pi_1cdf682f003a409d8129040997cf6281',0,'http://127.0.0.1:37411/bank/pi_1cdf682f003a409d8129040997cf6281',1773654300,NULL,NULL,1773653400,NULL,1,NULL);
INSERT INTO upgrade_attempt VALUES('att_40690e4503a841c08b50f836474bfa89',105,'sub_105','u_billing','Bea Manager','5f228dd2-a609-407d-af90-6f5d47b86e81',0,'1e4f3d00009cc60081f94de643ad800b8e8b71329e4c966bf7e8f94717c649e3','q_c4d9486360e4406ca5db851056997f7c','0ee39098f72ec311dece1181c3ade93c93f05ada32232a1674b7b483afe0bcb8','{"expiresAt":"2026-03-16T09:45:00Z","input":{"asOf":"2026-03-16T09:30:00Z","balanceMinor":5000,"chargeStepMinor":1,"currency":"EUR","engine":"proration/1","exponent":2,"granularity":"day","prices":{"annual":145000,"monthly":14500},"promo":null,"subscription":{"anchor":"2026-03-07T00:00:00Z","cycle":"monthly","periodEnd":"2026-04-07T00:00:00Z","periodStart":"2026-03-07T00:00:00Z","renewalDiscount":null,"segments":[{"from":"2026-03-07T00:00:00Z","id":"s1","netMinor":58000,"taxMinor":11600,"to":"2026-04-07T00:00:00Z"}],"sessions":4,"unitPriceMinor":14500},"target":{"cycle":"monthly","sessions":6},"taxBp":2000},"organization":105,"output":{"amountDueMinor":19697,"anchor":"2026-03-07T00:00:00Z","balanceAfterMinor":0,"chargeMinor":20581,"creditMinor":0,"creditTaxMinor":0,"discountMinor":0,"effectiveAt":"2026-03-16T00:00:00Z","lines":[{"amountMinor":20581,"from":"2026-03-16T00:00:00Z","of":31,"sessions":2,"to":"2026-04-07T00:00:00Z","type":"charge","unitPriceMinor":14500,"units":22},{"amountMinor":4116,"baseMinor":20581,"rateBp":2000,"type":"tax"}],"periodEnd":"2026-04-07T00:00:00Z","periodStart":"2026-03-07T00:00:00Z","quoteExpiresAt":"2026-03-16T09:45:00Z","renewal":{"at":"2026-04-07T00:00:00Z","discountMinor":0,"estimatedDueMinor":104400,"listMinor":87000,"taxMinor":17400,"totalMinor":104400},"savings":{"amountMinor":174000,"bp":1666},"taxMinor":4116,"totalMinor":24697},"priceVersion":1,"promotionVersion":null,"quoteId":"q_c4d9486360e4406ca5db851056997f7c","subscription":"sub_105","taxVersion":1,"user":"u_billing","version":1}',1,4,'monthly',6,'monthly',19697,'EUR','{"id":"pm_8f545004638b41d684a7cccc91e18121","brand":"visa","last4":"4242","expiresMonth":12,"expiresYear":2030,"expired":false}','card_visa','charged','yes','R3',1,1773653445,0,'pi_1a5e24dec7db431db3790ad9eccbdac9',0,NULL,NULL,NULL,NULL,1773653400,1773653400,1,'{"attempt":{"id":"att_40690e4503a841c08b50f836474bfa89","state":"charged","charged":"yes","quoteId":"q_c4d9486360e4406ca5db851056997f7c","by":"Bea Manager","startedAt":"2026-03-16T09:30:00Z","amountDueMinor":19697,"currency":"EUR","before":{"sessions":4,"cycle":"monthly"},"after":{"sessions":6,"cycle":"monthly"}},"receipt":{"number":"R-105-000001","at":"2026-03-16T09:30:00Z","organization":{"id":105,"name":"Atelier Nord"},"taxId":"FR-SAMPLE-105","currency":"EUR","quotedMinor":19697,"chargedMinor":19697,"totalMinor":24697,"balanceBeforeMinor":5000,"balanceAfterMinor":0,"quoteId":"q_c4d9486360e4406ca5db851056997f7c","quoteHash":"0ee39098f72ec311dece1181c3ade93c93f05ada32232a1674b7b483afe0bcb8","gatewayReference":"pi_1a5e24dec7db431db3790ad9eccbdac9","by":"Bea Manager","before":{"sessions":4,"cycle":"monthly"},"after":{"sessions":6,"cycle":"monthly"},"effectiveAt":"2026-03-16T00:00:00Z","periodEnd":"2026-04-07T00:00:00Z","renewalEstimateMinor":104400,"lines":[{"type":"charge","sessions":2,"unitPriceMinor":14500,"units":22,"of":31,"from":"2026-03-16T00:00:00Z","to":"2026-04-07T00:00:00Z","amountMinor":20581},{"type":"tax","rateBp":2000,"baseMinor":20581,"amountMinor":4116}],"credited":[],"codeTerms":null,"paymentMethod":{"id":"pm_8f545004638b41d684a7cccc91e18121","brand":"visa","last4":"4242","expiresMonth":12,"expiresYear":2030,"expired":false},"sampleData":true},"subscription":{"organization":{"id":105,"name":"Atelier Nord"},"taxId":"FR-SAMPLE-105","version":2,"status":"active","planName":"TestCloud per session","maxSessions":10000,"serverTime":"2026-03-16T09:30:00Z","sampleData":true,"cardFieldUrl":"http://127.0.0.1:37411/card-field","engine":{"engine":"proration/1","currency":"EUR","exponent":2,"granularity":"day","asOf":"2026-03-16T09:30:00Z","prices":{"monthly":14500,"annual":145000},"taxBp":2000,"balanceMinor":0,"chargeStepMinor":1,"subscription":{"cycle":"monthly","sessions":6,"unitPriceMinor":14500,"anchor":"2026-03-07T00:00:00Z","periodStart":"2026-03-07T00:00:00Z","periodEnd":"2026-04-07T00:00:00Z","segments":[{"id":"s1","netMinor":58000,"taxMinor":11600,"from":"2026-03-07T00:00:00Z","to":"2026-04-07T00:00:00Z"},{"id":"s2","netMinor":20581,"taxMinor":4116,"from":"2026-03-16T00:00:00Z","to":"2026-04-07T00:00:00Z"}],"renewalDiscount":null}},"paymentMethod":{"id":"pm_8f545004638b41d684a7cccc91e18121","brand":"visa","last4":"4242","expiresMonth":12,"expiresYear":2030,"expired":false},"lastUpgrade":{"by":"Bea Manager","at":"2026-03-16T09:30:00Z","before":{"sessions":4,"cycle":"monthly"},"after":{"sessions":6,"cycle":"monthly"}},"openAttempt":null,"accessRequests":[]}}');
CREATE TABLE ledger_entry (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_group  TEXT NOT NULL,
    organization INTEGER NOT NULL,
    account      TEXT NOT NULL CHECK (account IN ('cash', 'revenue', 'tax_payable', 'customer_balance')),
    amount_minor INTEGER NOT NULL,
    currency     TEXT NOT NULL,
    -- The gateway's charge behind a cash entry; null for what was booked without a gateway.
    intent_id    TEXT,
    at           INTEGER NOT NULL,
    UNIQUE (entry_group, account)
) STRICT;
INSERT INTO ledger_entry VALUES(1,'sample:sub_101:s1',101,'cash',78000,'USD',NULL,1772323200);
INSERT INTO ledger_entry VALUES(2,'sample:sub_101:s1',101,'revenue',-78000,'USD',NULL,1772323200);
INSERT INTO ledger_entry VALUES(3,'sample:sub_102:s1',102,'cash',1560000,'USD',NULL,1760572800);
INSERT INTO ledger_entry VALUES(4,'sample:sub_102:s1',102,'revenue',-1560000,'USD',NULL,1760572800);
INSERT INTO ledger_entry VALUES(5,'sample:sub_103:s1',103,'cash',65340,'JPY',NULL,1772236800);
INSERT INTO ledger_entry VALUES(6,'sample:sub_103:s1',103,'revenue',-59400,'JPY',NULL,1772236800);
INSERT INTO ledger_entry VALUES(7,'sample:sub_103:s1',103,'tax_payable',-5940,'JPY',NULL,1772236800);
INSERT INTO ledger_entry VALUES(8,'sample:sub_104:s1',104,'cash',47950,'KWD',NULL,1772496000);
INSERT INTO ledger_entry VALUES(9,'sample:sub_104:s1',104,'revenue',-47950,'KWD',NULL,1772496000);
INSERT INTO ledger_entry VALUES(10,'sample:sub_105:s1',105,'cash',74600,'EUR',NULL,1772841600);
INSERT INTO ledger_entry VALUES(11,'sample:sub_105:s1',105,'revenue',-58000,'EUR',NULL,1772841600);
INSERT INTO ledger_entry VALUES(12,'sample:sub_105:s1',105,'tax_payable',-11600,'EUR',NULL,1772841600);
INSERT INTO ledger_entry VALUES(13,'sample:sub_105:s1',105,'customer_balance',-5000,'EUR',NULL,1772841600);
INSERT INTO ledger_entry VALUES(14,'sample:sub_106:s1',106,'cash',62400,'USD',NULL,1772755200);
INSERT INTO ledger_entry VALUES(15,'sample:sub_106:s1',106,'revenue',-62400,'USD',NULL,1772755200);
INSERT INTO ledger_entry VALUES(16,'sample:sub_107:s1',107,'cash',45550,'USD',NULL,1773100800);
INSERT INTO ledger_entry VALUES(17,'sample:sub_107:s1',107,'revenue',-46800,'USD',NULL,1773100800);
INSERT INTO ledger_entry VALUES(18,'sample:sub_107:s1',107,'customer_balance',1250,'USD',NULL,1773100800);
INSERT INTO ledger_entry VALUES(19,'sample:sub_108:s1',108,'cash',93600,'USD',NULL,1770768000);
INSERT INTO ledger_entry VALUES(20,'sample:sub_108:s1',108,'revenue',-93600,'USD',NULL,1770768000);
INSERT INTO ledger_entry VALUES(21,'sample:sub_109:s1',109,'cash',31200,'USD',NULL,1772424987);
INSERT INTO ledger_entry VALUES(22,'sample:sub_109:s1',109,'revenue',-31200,'USD',NULL,1772424987);
INSERT INTO ledger_entry VALUES(23,'sample:sub_110:s1',110,'cash',15600,'USD',NULL,1771891200);
INSERT INTO ledger_entry VALUES(24,'sample:sub_110:s1',110,'revenue',-15600,'USD',NULL,1771891200);
INSERT INTO ledger_entry VALUES(25,'sample:sub_104:s2',104,'cash',37123,'KWD',NULL,1773129600);
INSERT INTO ledger_entry VALUES(26,'sample:sub_104:s2',104,'revenue',-37123,'KWD',NULL,1773129600);
INSERT INTO ledger_entry VALUES(27,'attempt:att_3ec668175208495eb8a6a9477b86c078',109,'cash',513509,'USD','pi_0fc81a36296e4b93b4d3fe6dd1af48e4',1773653400);
INSERT INTO ledger_entry VALUES(28,'attempt:att_3ec668175208495eb8a6a9477b86c078',109,'revenue',-513509,'USD',NULL,1773653400);
INSERT INTO ledger_entry VALUES(29,'attempt:att_9d9ff62dca3144d2b65334df59cc799a',101,'cash',19324,'USD','pi_bea7990d668a4943b778ea84baf25fdd',1773653400);
INSERT INTO ledger_entry VALUES(30,'attempt:att_9d9ff62dca3144d2b65334df59cc799a',101,'revenue',-19324,'USD',NULL,1773653400);
INSERT INTO ledger_entry VALUES(31,'attempt:att_40690e4503a841c08b50f836474bfa89',105,'cash',19697,'EUR','pi_1a5e24dec7db431db3790ad9eccbdac9',1773653400);
INSERT INTO ledger_entry VALUES(32,'attempt:att_40690e4503a841c08b50f836474bfa89',105,'revenue',-20581,'EUR',NULL,1773653400);
INSERT INTO ledger_entry VALUES(33,'attempt:att_40690e4503a841c08b50f836474bfa89',105,'tax_payable',-4116,'EUR',NULL,1773653400);
INSERT INTO ledger_entry VALUES(34,'attempt:att_40690e4503a841c08b50f836474bfa89',105,'customer_balance',5000,'EUR',NULL,1773653400);
CREATE TABLE receipt (
    number        TEXT PRIMARY KEY,
    organization  INTEGER NOT NULL,
    sequence      INTEGER NOT NULL CHECK (sequence > 0),
    attempt       TEXT UNIQUE REFERENCES upgrade_attempt (id),
    at            INTEGER NOT NULL,
    charged_minor INTEGER NOT NULL CHECK (charged_minor >= 0),
    -- The receipt as the contract writes it, so that it reads the same for ever.
    body          TEXT NOT NULL,
    UNIQUE (organization, sequence)
) STRICT;
INSERT INTO receipt VALUES('R-104-000001',104,1,NULL,1773129600,37123,'{"number":"R-104-000001","at":"2026-03-10T08:00:00Z","organization":{"id":104,"name":"Gulf Labs"},"taxId":null,"currency":"KWD","quotedMinor":37123,"chargedMinor":37123,"totalMinor":37123,"balanceBeforeMinor":0,"balanceAfterMinor":0,"quoteId":"q_sample_104","quoteHash":"760ac97cb889142d92368263c1a160b5ff91e595b974af81690a8499c98ec5fe","gatewayReference":null,"by":"Bea Manager","before":{"sessions":1,"cycle":"monthly"},"after":{"sessions":2,"cycle":"monthly"},"effectiveAt":"2026-03-10T00:00:00Z","periodEnd":"2026-04-03T00:00:00Z","renewalEstimateMinor":95900,"lines":[{"type":"charge","sessions":1,"unitPriceMinor":47950,"units":24,"of":31,"from":"2026-03-10T00:00:00Z","to":"2026-04-03T00:00:00Z","amountMinor":37123}],"credited":[],"codeTerms":null,"paymentMethod":{"id":"pm_104","brand":"visa","last4":"4242","expiresMonth":12,"expiresYear":2030,"expired":false},"sampleData":true}');
INSERT INTO receipt VALUES('R-109-000001',109,1,'att_3ec668175208495eb8a6a9477b86c078',1773653400,513509,'{"number":"R-109-000001","at":"2026-03-16T09:30:00Z","organization":{"id":109,"name":"Second Wind"},"taxId":null,"currency":"USD","quotedMinor":513509,"chargedMinor":513509,"totalMinor":513509,"balanceBeforeMinor":0,"balanceAfterMinor":0,"quoteId":"q_0e1653c7416a42c481a49caff0673ddb","quoteHash":"ef51d24c1e83c977a8734fcc8d0533833abd44300fa0aa1358db33334ac4c90b","gatewayReference":"pi_0fc81a36296e4b93b4d3fe6dd1af48e4","by":"Bea Manager","before":{"sessions":2,"cycle":"monthly"},"after":{"sessions":4,"cycle":"annual"},"effectiveAt":"2026-03-16T09:30:00Z","periodEnd":"2027-03-16T09:30:00Z","renewalEstimateMinor":624000,"lines":[{"type":"charge","sessions":4,"unitPriceMinor":156000,"units":31536000,"of":31536000,"from":"2026-03-16T09:30:00Z","to":"2027-03-16T09:30:00Z","amountMinor":624000},{"type":"credit","segment":"s1","units":1449987,"of":2678400,"from":"2026-03-16T09:30:00Z","to":"2026-04-02T04:16:27Z","amountMinor":-16891,"taxMinor":0},{"type":"discount","code":"LEAP15","amountMinor":-93600}],"credited":[{"id":"s1","netMinor":31200,"taxMinor":0,"from":"2026-03-02T04:16:27Z","to":"2026-04-02T04:16:27Z"}],"codeTerms":{"kind":"percent","percentBp":1500,"amountMinor":0},"paymentMethod":{"id":"pm_3fbe5045bdd14c639fe55e228800a8df","brand":"visa","last4":"4242","expiresMonth":12,"expiresYear":2030,"expired":false},"sampleData":true}');
INSERT INTO receipt VALUES('R-101-000001',101,1,'att_9d9ff62dca3144d2b65334df59cc799a',1773653400,19324,'{"number":"R-101-000001","at":"2026-03-16T09:30:00Z","organization":{"id":101,"name":"Harbor QA"},"taxId":null,"currency":"USD","quotedMinor":19324,"chargedMinor":19324,"totalMinor":19324,"balanceBeforeMinor":0,"balanceAfterMinor":0,"quoteId":"q_5ad84f8bc7b64b18b051a1b8ccca0023","quoteHash":"1781af14a5a498ee9cfcb5c48c9e5d958f53549b4b45b37169929da7cfabf02b","gatewayReference":"pi_bea7990d668a4943b778ea84baf25fdd","by":"Bea Manager","before":{"sessions":5,"cycle":"monthly"},"after":{"sessions":8,"cycle":"monthly"},"effectiveAt":"2026-03-16T00:00:00Z","periodEnd":"2026-04-01T00:00:00Z","renewalEstimateMinor":99840,"lines":[{"type":"charge","sessions":3,"unitPriceMinor":15600,"units":16,"of":31,"from":"2026-03-16T00:00:00Z","to":"2026-04-01T00:00:00Z","amountMinor":24155},{"type":"discount","code":"RENEW20","amountMinor":-4831}],"credited":[],"codeTerms":{"kind":"percent","percentBp":2000,"amountMinor":0},"paymentMethod":{"id":"pm_06b4fc1854e045ad9bb0504d251e322c","brand":"visa","last4":"4242","expiresMonth":12,"expiresYear":2030,"expired":false},"sampleData":true}');
INSERT INTO receipt VALUES('R-105-000001',105,1,'att_40690e4503a841c08b50f836474bfa89',1773653400,19697,'{"number":"R-105-000001","at":"2026-03-16T09:30:00Z","organization":{"id":105,"name":"Atelier Nord"},"taxId":"FR-SAMPLE-105","currency":"EUR","quotedMinor":19697,"chargedMinor":19697,"totalMinor":24697,"balanceBeforeMinor":5000,"balanceAfterMinor":0,"quoteId":"q_c4d9486360e4406ca5db851056997f7c","quoteHash":"0ee39098f72ec311dece1181c3ade93c93f05ada32232a1674b7b483afe0bcb8","gatewayReference":"pi_1a5e24dec7db431db3790ad9eccbdac9","by":"Bea Manager","before":{"sessions":4,"cycle":"monthly"},"after":{"sessions":6,"cycle":"monthly"},"effectiveAt":"2026-03-16T00:00:00Z","periodEnd":"2026-04-07T00:00:00Z","renewalEstimateMinor":104400,"lines":[{"type":"charge","sessions":2,"unitPriceMinor":14500,"units":22,"of":31,"from":"2026-03-16T00:00:00Z","to":"2026-04-07T00:00:00Z","amountMinor":20581},{"type":"tax","rateBp":2000,"baseMinor":20581,"amountMinor":4116}],"credited":[],"codeTerms":null,"paymentMethod":{"id":"pm_8f545004638b41d684a7cccc91e18121","brand":"visa","last4":"4242","expiresMonth":12,"expiresYear":2030,"expired":false},"sampleData":true}');
CREATE TABLE promotion_redemption (
    attempt      TEXT PRIMARY KEY REFERENCES upgrade_attempt (id),
    code         TEXT NOT NULL,
    organization INTEGER NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('reserved', 'redeemed', 'released')),
    at           INTEGER NOT NULL
) STRICT;
INSERT INTO promotion_redemption VALUES('att_3ec668175208495eb8a6a9477b86c078','LEAP15',109,'redeemed',1773653400);
INSERT INTO promotion_redemption VALUES('att_9d9ff62dca3144d2b65334df59cc799a','RENEW20',101,'redeemed',1773653400);
INSERT INTO promotion_redemption VALUES('att_4303208ddab344a6ae0591a0408ec7cb','SAVE10',104,'reserved',1773653400);
CREATE TABLE outbox (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    dedupe       TEXT NOT NULL UNIQUE,
    organization INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    body         TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    sent_at      INTEGER
) STRICT;
INSERT INTO outbox VALUES(1,'upgrade_paid:att_3ec668175208495eb8a6a9477b86c078',109,'upgrade_paid','{"attempt":"att_3ec668175208495eb8a6a9477b86c078","chargedMinor":513509,"currency":"USD","person":"u_billing","receipt":"R-109-000001"}',1773653400,NULL);
INSERT INTO outbox VALUES(2,'upgrade_paid:att_9d9ff62dca3144d2b65334df59cc799a',101,'upgrade_paid','{"attempt":"att_9d9ff62dca3144d2b65334df59cc799a","chargedMinor":19324,"currency":"USD","person":"u_billing","receipt":"R-101-000001"}',1773653400,NULL);
INSERT INTO outbox VALUES(3,'upgrade_paid:att_40690e4503a841c08b50f836474bfa89',105,'upgrade_paid','{"attempt":"att_40690e4503a841c08b50f836474bfa89","chargedMinor":19697,"currency":"EUR","person":"u_billing","receipt":"R-105-000001"}',1773653400,NULL);
CREATE TABLE inbound_event (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    intent_id   TEXT NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;
CREATE TABLE audit (
    sequence      INTEGER PRIMARY KEY,
    at            INTEGER NOT NULL,
    organization  INTEGER NOT NULL,
    actor         TEXT NOT NULL,
    event         TEXT NOT NULL,
    subject       TEXT NOT NULL,
    body          TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO audit VALUES(1,1773653400,101,'sample data','subscription.seeded','sub_101','{}','0000000000000000000000000000000000000000000000000000000000000000','29121fabad166b08f8e590aed8941335e2ab7679f59fae22f26ec0698ac0f972');
INSERT INTO audit VALUES(2,1773653400,102,'sample data','subscription.seeded','sub_102','{}','29121fabad166b08f8e590aed8941335e2ab7679f59fae22f26ec0698ac0f972','68c3905d4987ce5e1a51fa3e3f582550f045cd059a973f86ae10ab800a6407c0');
INSERT INTO audit VALUES(3,1773653400,103,'sample data','subscription.seeded','sub_103','{}','68c3905d4987ce5e1a51fa3e3f582550f045cd059a973f86ae10ab800a6407c0','87943671bd3a39d9667e8b2fb58d91cf9df460535264f359285de2ea67954878');
INSERT INTO audit VALUES(4,1773653400,104,'sample data','subscription.seeded','sub_104','{}','87943671bd3a39d9667e8b2fb58d91cf9df460535264f359285de2ea67954878','1bceef8e4cdb397d23117e1d5742b743f01dd4d5652983f730ea4aa56fc2d00d');
INSERT INTO audit VALUES(5,1773653400,105,'sample data','subscription.seeded','sub_105','{}','1bceef8e4cdb397d23117e1d5742b743f01dd4d5652983f730ea4aa56fc2d00d','dde5142e518d1ca9b205b58f1068b4f85bf58bed5fcee4930bf691fae5c7a546');
INSERT INTO audit VALUES(6,1773653400,106,'sample data','subscription.seeded','sub_106','{}','dde5142e518d1ca9b205b58f1068b4f85bf58bed5fcee4930bf691fae5c7a546','c54fddd3224cbe78d95975f7cf91719f62938f1e1405bcefc4bb10ceff313787');
INSERT INTO audit VALUES(7,1773653400,107,'sample data','subscription.seeded','sub_107','{}','c54fddd3224cbe78d95975f7cf91719f62938f1e1405bcefc4bb10ceff313787','aba5677a2fc060b783338f8eef7093c249a021bbfbe135c47f4eef2f4d05094b');
INSERT INTO audit VALUES(8,1773653400,108,'sample data','subscription.seeded','sub_108','{}','aba5677a2fc060b783338f8eef7093c249a021bbfbe135c47f4eef2f4d05094b','32dd80a48151b5bc51dd9bf95eff55db9c895c75b8c9d9bc8fe157e5da4ca7c3');
INSERT INTO audit VALUES(9,1773653400,109,'sample data','subscription.seeded','sub_109','{}','32dd80a48151b5bc51dd9bf95eff55db9c895c75b8c9d9bc8fe157e5da4ca7c3','1bbe43e7905f5ef7ffc6055efba9f786623dd5f9218a894aa10a248f3df04131');
INSERT INTO audit VALUES(10,1773653400,110,'sample data','subscription.seeded','sub_110','{}','1bbe43e7905f5ef7ffc6055efba9f786623dd5f9218a894aa10a248f3df04131','46704020dc2fca39a1e1f16d149d5a7aef4d9f1fa57c7c831897d68017103859');
INSERT INTO audit VALUES(11,1773653400,109,'u_billing','payment_method.replaced','pm_3fbe5045bdd14c639fe55e228800a8df','{"brand":"visa","last4":"4242"}','46704020dc2fca39a1e1f16d149d5a7aef4d9f1fa57c7c831897d68017103859','ec2f2db14532d52dba1ea634c64f4b2c6c0d2359ec87aae8a93dd59517889a09');
INSERT INTO audit VALUES(12,1773653400,109,'u_billing','attempt.started','att_3ec668175208495eb8a6a9477b86c078','{"amountDueMinor":513509,"currency":"USD","fence":1,"intent":null,"quoteId":"q_0e1653c7416a42c481a49caff0673ddb","recoveryPoint":"R0","state":"started","version":1}','ec2f2db14532d52dba1ea634c64f4b2c6c0d2359ec87aae8a93dd59517889a09','e9e7f25961dbacbfbdec448db7b7511d258d96292218eb1146c49e978ba0f5a9');
INSERT INTO audit VALUES(13,1773653400,109,'u_billing','attempt.intent_stored','att_3ec668175208495eb8a6a9477b86c078','{"amountDueMinor":513509,"currency":"USD","fence":1,"intent":"pi_0fc81a36296e4b93b4d3fe6dd1af48e4","quoteId":"q_0e1653c7416a42c481a49caff0673ddb","recoveryPoint":"R1","state":"charging","version":1}','e9e7f25961dbacbfbdec448db7b7511d258d96292218eb1146c49e978ba0f5a9','ec883e038fb36fc80374e2a8ab5c8b4558633f6221e510b6a096cebe1652ba60');
INSERT INTO audit VALUES(14,1773653400,109,'u_billing','attempt.charged','att_3ec668175208495eb8a6a9477b86c078','{"amountDueMinor":513509,"currency":"USD","fence":1,"intent":"pi_0fc81a36296e4b93b4d3fe6dd1af48e4","quoteId":"q_0e1653c7416a42c481a49caff0673ddb","recoveryPoint":"R3","state":"charged","version":1}','ec883e038fb36fc80374e2a8ab5c8b4558633f6221e510b6a096cebe1652ba60','9bfa2cc0e95698b20203c55824e7df76cd3cb084f6c8c05113ed9d290f90b1d5');
INSERT INTO audit VALUES(15,1773653400,101,'u_billing','payment_method.replaced','pm_06b4fc1854e045ad9bb0504d251e322c','{"brand":"visa","last4":"4242"}','9bfa2cc0e95698b20203c55824e7df76cd3cb084f6c8c05113ed9d290f90b1d5','9a94347bd3756347c16407b6c1c889b729b072d4881c104c66902d36f7fe8484');
INSERT INTO audit VALUES(16,1773653400,101,'u_billing','attempt.started','att_9d9ff62dca3144d2b65334df59cc799a','{"amountDueMinor":19324,"currency":"USD","fence":1,"intent":null,"quoteId":"q_5ad84f8bc7b64b18b051a1b8ccca0023","recoveryPoint":"R0","state":"started","version":1}','9a94347bd3756347c16407b6c1c889b729b072d4881c104c66902d36f7fe8484','f54b3d4cab5df8298ae7e69536430b11eb0a2668ccb2fd28db78352fc2e44e0a');
INSERT INTO audit VALUES(17,1773653400,101,'u_billing','attempt.intent_stored','att_9d9ff62dca3144d2b65334df59cc799a','{"amountDueMinor":19324,"currency":"USD","fence":1,"intent":"pi_bea7990d668a4943b778ea84baf25fdd","quoteId":"q_5ad84f8bc7b64b18b051a1b8ccca0023","recoveryPoint":"R1","state":"charging","version":1}','f54b3d4cab5df8298ae7e69536430b11eb0a2668ccb2fd28db78352fc2e44e0a','4af6fd5b16cd550c15125cbb88b706c638cffdb1d18fe3d44e4e62790abbc3ef');
INSERT INTO audit VALUES(18,1773653400,101,'u_billing','attempt.charged','att_9d9ff62dca3144d2b65334df59cc799a','{"amountDueMinor":19324,"currency":"USD","fence":1,"intent":"pi_bea7990d668a4943b778ea84baf25fdd","quoteId":"q_5ad84f8bc7b64b18b051a1b8ccca0023","recoveryPoint":"R3","state":"charged","version":1}','4af6fd5b16cd550c15125cbb88b706c638cffdb1d18fe3d44e4e62790abbc3ef','3770397022bd46a135492238c02cbd6fa2a5ee10a911f570d6d9191fc362d336');
INSERT INTO audit VALUES(19,1773653400,101,'u_billing','payment_method.replaced','pm_b23fd8560c064316a698eb1f63de5700','{"brand":"visa","last4":"0002"}','3770397022bd46a135492238c02cbd6fa2a5ee10a911f570d6d9191fc362d336','20c3d97b3a10de0324a3ef60ebd04f70a869f90d4f2ee93349763b6489179dec');
INSERT INTO audit VALUES(20,1773653400,101,'u_billing','attempt.started','att_41bdfb4f595344c686ef584a5d53c366','{"amountDueMinor":8052,"currency":"USD","fence":1,"intent":null,"quoteId":"q_490c5e2c69e34951b2d51410070429a7","recoveryPoint":"R0","state":"started","version":2}','20c3d97b3a10de0324a3ef60ebd04f70a869f90d4f2ee93349763b6489179dec','499760eac94e730961620f9bd03b0f4cdcb4a0a0d1fad0795f5f1cbbd6eb4a30');
INSERT INTO audit VALUES(21,1773653400,101,'u_billing','attempt.intent_stored','att_41bdfb4f595344c686ef584a5d53c366','{"amountDueMinor":8052,"currency":"USD","fence":1,"intent":"pi_b428ce7019394a4785068becd3f9dd29","quoteId":"q_490c5e2c69e34951b2d51410070429a7","recoveryPoint":"R1","state":"charging","version":2}','499760eac94e730961620f9bd03b0f4cdcb4a0a0d1fad0795f5f1cbbd6eb4a30','423c7175ee8c676f573dd6bc9aa1eb7b81c510080407ed9590e6e1fcd6273f6e');
INSERT INTO audit VALUES(22,1773653400,101,'u_billing','attempt.declined','att_41bdfb4f595344c686ef584a5d53c366','{"amountDueMinor":8052,"currency":"USD","fence":1,"intent":"pi_b428ce7019394a4785068becd3f9dd29","quoteId":"q_490c5e2c69e34951b2d51410070429a7","recoveryPoint":"R4","state":"declined","version":2}','423c7175ee8c676f573dd6bc9aa1eb7b81c510080407ed9590e6e1fcd6273f6e','0afba4c6d09ed49832974686efb53df5cc0e1ad3bc6403527cc83d43d52fcf62');
INSERT INTO audit VALUES(23,1773653400,101,'u_billing','payment_method.replaced','pm_38e3317e54bb47d2ab2bb985e6a0d5c5','{"brand":"visa","last4":"4242"}','0afba4c6d09ed49832974686efb53df5cc0e1ad3bc6403527cc83d43d52fcf62','506e2986e7f8785113ce06ab3166ae9ec900cbdcaba64436634829fac20b3ca0');
INSERT INTO audit VALUES(24,1773653400,101,'u_billing','attempt.started','att_52a564cde4b748da9bbda464d5e1d780','{"amountDueMinor":8052,"currency":"USD","fence":1,"intent":null,"quoteId":"q_2c725d6cbab34e7d99ad2fdea2f19edb","recoveryPoint":"R0","state":"started","version":2}','506e2986e7f8785113ce06ab3166ae9ec900cbdcaba64436634829fac20b3ca0','20fd41ccea5b6477a4c6d9295fcfa21e28e562e7da65e182912e7d34a9517b90');
INSERT INTO audit VALUES(25,1773653400,101,'u_billing','attempt.intent_stored','att_52a564cde4b748da9bbda464d5e1d780','{"amountDueMinor":8052,"currency":"USD","fence":1,"intent":"pi_3bdfe1b2a9e54f559ca93c45cbf9ee1a","quoteId":"q_2c725d6cbab34e7d99ad2fdea2f19edb","recoveryPoint":"R1","state":"charging","version":2}','20fd41ccea5b6477a4c6d9295fcfa21e28e562e7da65e182912e7d34a9517b90','c55e8026244324a9f2232e5b301aa517bd9dc9ec5c7f2aa8f349ae6ba4f354f1');
INSERT INTO audit VALUES(26,1773653400,101,'u_billing','attempt.unknown','att_52a564cde4b748da9bbda464d5e1d780','{"amountDueMinor":8052,"currency":"USD","fence":1,"intent":"pi_3bdfe1b2a9e54f559ca93c45cbf9ee1a","quoteId":"q_2c725d6cbab34e7d99ad2fdea2f19edb","recoveryPoint":"R2u","state":"unknown","version":2}','c55e8026244324a9f2232e5b301aa517bd9dc9ec5c7f2aa8f349ae6ba4f354f1','8c44fd2e709ff0c16ed9e1c1ae6b5d16fe64cf73e1d50bfcc36e6998d7d7c5c1');
INSERT INTO audit VALUES(27,1773653400,104,'u_billing','payment_method.replaced','pm_3ba11c921eab4c1e98d8dfbbb1afbb6a','{"brand":"visa","last4":"3155"}','8c44fd2e709ff0c16ed9e1c1ae6b5d16fe64cf73e1d50bfcc36e6998d7d7c5c1','c7a95d39514da947249d61fb7779f404764491720ad094c815dd5e0a7956a421');
INSERT INTO audit VALUES(28,1773653400,104,'u_billing','attempt.started','att_4303208ddab344a6ae0591a0408ec7cb','{"amountDueMinor":25058,"currency":"KWD","fence":1,"intent":null,"quoteId":"q_5cd8f9d6083c4a0099ddc5b12b17bf50","recoveryPoint":"R0","state":"started","version":2}','c7a95d39514da947249d61fb7779f404764491720ad094c815dd5e0a7956a421','89442b01c836045c4ac11ef9c79470d5b36d8f9657f2fd773d6985499dbb5b64');
INSERT INTO audit VALUES(29,1773653400,104,'u_billing','attempt.intent_stored','att_4303208ddab344a6ae0591a0408ec7cb','{"amountDueMinor":25058,"currency":"KWD","fence":1,"intent":"pi_1cdf682f003a409d8129040997cf6281","quoteId":"q_5cd8f9d6083c4a0099ddc5b12b17bf50","recoveryPoint":"R1","state":"charging","version":2}','89442b01c836045c4ac11ef9c79470d5b36d8f9657f2fd773d6985499dbb5b64','dc5d60180d73e28f063f36e96fcffcb122044167ac7e93300350aaa0799585ea');
INSERT INTO audit VALUES(30,1773653400,104,'u_billing','attempt.requires_action','att_4303208ddab344a6ae0591a0408ec7cb','{"amountDueMinor":25058,"currency":"KWD","fence":1,"intent":"pi_1cdf682f003a409d8129040997cf6281","quoteId":"q_5cd8f9d6083c4a0099ddc5b12b17bf50","recoveryPoint":"R2","state":"requires_action","version":2}','dc5d60180d73e28f063f36e96fcffcb122044167ac7e93300350aaa0799585ea','ac5b763f204f898d8e089f3d006d3e334e18cd7156fc332b590cf961485d4575');
INSERT INTO audit VALUES(31,1773653400,105,'u_billing','payment_method.replaced','pm_8f545004638b41d684a7cccc91e18121','{"brand":"visa","last4":"4242"}','ac5b763f204f898d8e089f3d006d3e334e18cd7156fc332b590cf961485d4575','a75b2c4a37c6c71bf6bf9c78ca75de4e4b637dd047adef2fd429c9430c575b06');
INSERT INTO audit VALUES(32,1773653400,105,'u_billing','attempt.started','att_40690e4503a841c08b50f836474bfa89','{"amountDueMinor":19697,"currency":"EUR","fence":1,"intent":null,"quoteId":"q_c4d9486360e4406ca5db851056997f7c","recoveryPoint":"R0","state":"started","version":1}','a75b2c4a37c6c71bf6bf9c78ca75de4e4b637dd047adef2fd429c9430c575b06','f90f097bee296f4a6f068f487909461b1b65b3625f72dfcf7a0162f83dbdc43d');
INSERT INTO audit VALUES(33,1773653400,105,'u_billing','attempt.intent_stored','att_40690e4503a841c08b50f836474bfa89','{"amountDueMinor":19697,"currency":"EUR","fence":1,"intent":"pi_1a5e24dec7db431db3790ad9eccbdac9","quoteId":"q_c4d9486360e4406ca5db851056997f7c","recoveryPoint":"R1","state":"charging","version":1}','f90f097bee296f4a6f068f487909461b1b65b3625f72dfcf7a0162f83dbdc43d','2b3d52a079d50a3058217e10cdf6f6a87dd0f0109b9c51b448ffa73f4d8e1dcd');
INSERT INTO audit VALUES(34,1773653400,105,'u_billing','attempt.charged','att_40690e4503a841c08b50f836474bfa89','{"amountDueMinor":19697,"currency":"EUR","fence":1,"intent":"pi_1a5e24dec7db431db3790ad9eccbdac9","quoteId":"q_c4d9486360e4406ca5db851056997f7c","recoveryPoint":"R3","state":"charged","version":1}','2b3d52a079d50a3058217e10cdf6f6a87dd0f0109b9c51b448ffa73f4d8e1dcd','3a49e9412d23ace90ad5b01330b90e89b1fea18d285768db4eabea127a82d9ac');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('ledger_entry',34);
INSERT INTO sqlite_sequence VALUES('outbox',3);
CREATE INDEX membership_by_organization ON membership (organization);
CREATE INDEX session_by_person ON session (person);
CREATE INDEX subscription_by_period_end ON subscription (period_end);
CREATE UNIQUE INDEX payment_card_one_on_file ON payment_card (organization) WHERE replaced_at IS NULL;
CREATE INDEX quote_by_organization ON quote (organization, expires_at);
CREATE UNIQUE INDEX renewal_one_unpaid ON renewal (subscription) WHERE state <> 'paid';
CREATE INDEX access_request_by_organization ON access_request (organization, at);
CREATE UNIQUE INDEX upgrade_attempt_one_open
    ON upgrade_attempt (subscription) WHERE state IN ('started', 'charging', 'requires_action', 'unknown');
CREATE UNIQUE INDEX upgrade_attempt_one_per_key
    ON upgrade_attempt (organization, person, idempotency_key) WHERE key_released = 0;
CREATE UNIQUE INDEX upgrade_attempt_quote_paid_once ON upgrade_attempt (quote_id) WHERE state = 'charged';
CREATE UNIQUE INDEX upgrade_attempt_version_paid_once
    ON upgrade_attempt (subscription, version) WHERE state = 'charged';
CREATE INDEX upgrade_attempt_unresolved ON upgrade_attempt (id) WHERE create_unresolved = 1;
CREATE TRIGGER subscription_waits_for_its_payment BEFORE UPDATE OF version ON subscription
WHEN EXISTS (
    SELECT 1 FROM upgrade_attempt
    WHERE upgrade_attempt.subscription = OLD.id AND upgrade_attempt.recovery_point IN ('R1', 'R2', 'R2u')
)
BEGIN SELECT RAISE(ABORT, 'a payment for this subscription is under way'); END;
CREATE UNIQUE INDEX ledger_entry_intent_once ON ledger_entry (intent_id) WHERE intent_id IS NOT NULL;
CREATE INDEX ledger_entry_of_organization ON ledger_entry (organization, id);
CREATE TRIGGER ledger_entry_is_never_changed BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END;
CREATE TRIGGER ledger_entry_is_never_deleted BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END;
CREATE TRIGGER receipt_is_never_changed BEFORE UPDATE ON receipt
BEGIN SELECT RAISE(ABORT, 'receipts are append only'); END;
CREATE TRIGGER receipt_is_never_deleted BEFORE DELETE ON receipt
BEGIN SELECT RAISE(ABORT, 'receipts are append only'); END;
CREATE INDEX promotion_redemption_in_use
    ON promotion_redemption (code, organization) WHERE state IN ('reserved', 'redeemed');
CREATE INDEX outbox_unsent ON outbox (id) WHERE sent_at IS NULL;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
COMMIT;
