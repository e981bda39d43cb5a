//! Spam by the front door: what customers, readers and fans write is not blocked, what nobody asked for is.

use text::{Input, Reader};

/// What people write who want something from a product's makers, or show them something.
const CUSTOMERS: [&str; 34] = [
    "Is the free trial really free?",
    "I won a prize at your event, how do I claim it?",
    "Photo I took today #yourbrand https://instagram.com/p/x",
    "check out the docs at https://docs.x.org",
    "How do I unsubscribe from this newsletter?",
    "Do you accept bitcoin or PayPal?",
    "Can I reach your support on WhatsApp?",
    "My gift card code is not accepted at the checkout",
    "Where do I enter my promo code?",
    "How do I get the app to stop sending notifications?",
    "Is there a cheap plan for students?",
    "I work from home and the VPN drops every hour",
    "The loan calculator shows the wrong interest rate",
    "The giveaway ended yesterday, when do we learn who won?",
    "I got a text that says I won an iPhone, is that really from you?",
    "Please stop texting me, I never signed up for this",
    "You charged me although I cancelled the free trial",
    "Here is a screenshot of the crash: https://imgur.com/a/k2h",
    "Same as https://github.com/acme/tool/issues/42, still not fixed",
    "I wrote a blog post about how we use it: https://blog.example/post",
    "@acme my bag is still in Denver, please call me back",
    "@acme thanks for the free upgrade, you made my day!",
    "City opens new library on Friday http://t.co/Ab3",
    "RT @jane: what a great talk http://t.co/xYz9",
    "best app ever and it is free",
    "Great game but too many ads, I won't pay for it",
    "Click on the settings icon and the whole page freezes",
    "Please call me on my mobile, the number is in my account",
    "The discount was not applied to my order",
    "I just uploaded my review of your headphones https://youtu.be/a1b2",
    "Could you follow back so that I can send you a DM with my order number?",
    "Why does my bank block the payment to you?",
    "Win or lose, we are proud of this team",
    "Our school would like to buy 30 licences, is there an offer?",
];

const NOBODY_ASKED: [&str; 16] = [
    "Congratulations! You have won £1000 cash. Call 09061701461 now to claim",
    "FREE entry in our weekly draw, text WIN to 80086 now",
    "check out my channel please, I upload every week",
    "Subscribe to me and I will subscribe back",
    "Make $500 a day from home, click here http://earn.example",
    "Buy 10k followers cheap, instant delivery, DM me",
    "Invest in bitcoin with my mentor, contact her on WhatsApp +1 555 010 7788",
    "Hot singles in your area are waiting for you http://meet.example",
    "Get a loan today, no credit check, apply at http://cash.example",
    "Limited offer!!! Rolex replica 90% off",
    "URGENT! Your mobile number has been awarded a prize, call 08712300220",
    "Best casino bonus, 200 free spins, sign up today",
    "Your account has been suspended, verify your details at http://bank-secure.example",
    "please listen to my new song on my channel, thumbs up so others can see",
    "We offer SEO and backlinks, rank #1 on Google guaranteed",
    "Earn money online, join my telegram group now",
];

fn spam(text: &str) -> f32 {
    Reader::new().read(&Input { text, ..Input::default() }).spam.score
}

#[test]
fn customers_are_not_blocked() {
    let blocked: Vec<_> = CUSTOMERS.iter().map(|text| (spam(text), text)).filter(|(score, _)| *score >= 0.5).collect();
    assert!(blocked.is_empty(), "{blocked:#?}");
}

#[test]
fn what_nobody_asked_for_is_spam() {
    let missed: Vec<_> = NOBODY_ASKED.iter().map(|text| (spam(text), text)).filter(|(score, _)| *score < 0.5).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}
