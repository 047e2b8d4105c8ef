//! One's own picture: taken, cut, shown everywhere, refused with a clear word, removed.

use crate::people::{act, id_of};
use crate::profile::second_workspace;
use crate::support::bucket::FakeBucket;
use crate::support::picture::{
    BLUE, RED, bomb, cut_scan, halves, jpeg_bomb, photograph, webp_bomb, with_unpacking_chunk,
};
use crate::support::{Browser, Download, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::db::query;
use domain::picture_store::{Bucket, StoreLocation};
use domain::pictures::{self, Owner};
use image::ImageFormat::{self, Jpeg, Png, WebP};
use model::Error;
use model::ids::WorkspaceId;
use rstest::rstest;
use std::time::Duration;

const PROFILE: &str = "/settings/profile";

async fn choose(browser: &Browser, name: &str, file: &[u8]) -> Page {
    browser.upload_with(PROFILE, ("picture", name, file), &[], "text/html").await
}

/// The address of the picture in the bar, without its size.
fn in_bar(page: &Page) -> Option<String> {
    let address = page.attribute(".topbar-person img.avatar", "src")?;
    Some(address.split('?').next().unwrap().to_owned())
}

fn decoded(file: &Download) -> image::RgbImage {
    image::load_from_memory_with_format(&file.bytes, WebP).unwrap().into_rgb8()
}

fn looks_like(found: image::Rgb<u8>, wanted: [u8; 3]) -> bool {
    found.0.iter().zip(wanted).all(|(found, wanted)| found.abs_diff(wanted) < 40)
}

async fn leftovers(app: &TestApp) -> i64 {
    let mut tx = app.roster.db.read().await.unwrap();
    let (n,): (i64,) = query("SELECT COUNT(*) FROM picture_leftovers").one(&mut tx).await.unwrap();
    n
}

#[rstest]
#[tokio::test]
async fn a_picture_shows_at_once_wherever_its_person_does(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    for (format, name) in [(Png, "me.png"), (Jpeg, "me.jpg"), (WebP, "me.gif")] {
        let page = choose(&bea, name, &halves(300, 200, format)).await;
        assert_eq!(page.path(), "/settings/profile?done=picture", "{}", page.text());
        assert!(page.shows("Your picture has been saved."));
    }
    second_workspace(&app, "bea@acme.example").await;
    let page = bea.get(PROFILE).await;
    let address = in_bar(&page).unwrap();
    assert_eq!(page.attribute(".picture-field img", "src"), Some(format!("{address}?size=512")));
    let id = id_of(&ana, "bea@acme.example").await;
    let account = ana.get(&format!("/w/acme/users/{id}")).await;
    assert_eq!(account.attribute("tbody [data-selected] img.avatar", "src"), Some(format!("{address}?size=96")));
    assert_eq!(account.attribute(".panel img.avatar", "src"), Some(format!("{address}?size=512")));
    assert_eq!(account.attribute(".panel img.avatar", "alt").as_deref(), Some(""), "the name stands beside it");
    let elsewhere = bea.get("/w/second/users?q=bea%40acme").await;
    assert_eq!(elsewhere.attribute("tbody img.avatar", "src"), Some(format!("{address}?size=96")));
    assert_eq!(app.stored_pictures().len(), 2, "those it replaced are gone");
}

#[rstest]
#[tokio::test]
async fn it_is_served_in_two_sizes_for_ever_to_who_knows_its_address(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let address = in_bar(&choose(&ana, "me.png", &halves(300, 200, Png)).await).unwrap();
    let stranger = app.browser();
    for (query, side) in [("?size=96", 96), ("?size=512", 512), ("", 512)] {
        let file = stranger.download(&format!("{address}{query}")).await;
        let header = |name: &str| file.headers[name].to_str().unwrap().to_owned();
        assert_eq!((file.status.as_u16(), header("content-type").as_str()), (200, "image/webp"));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("cache-control").contains("max-age=31536000, immutable"));
        assert!(header("content-security-policy").contains("default-src 'none'"));
        assert_eq!(&file.bytes[..4], b"RIFF");
        let picture = decoded(&file);
        assert_eq!(picture.dimensions(), (side, side));
        // The middle 200 of 300: both halves are there.
        assert!(looks_like(*picture.get_pixel(3, 3), RED) && looks_like(*picture.get_pixel(side - 4, 3), BLUE));
    }
    let unknown = stranger.download(&format!("/avatars/{}", "0".repeat(32))).await;
    for path in [
        "/avatars/junk",
        "/avatars/..%2Fsecret.key",
        "/avatars/%FF",
        &format!("{address}?size=7"),
        &address.to_uppercase(),
    ] {
        let missing = stranger.download(&path.replace("/AVATARS", "/avatars")).await;
        assert_eq!((missing.status.as_u16(), &missing.bytes), (404, &unknown.bytes), "{path}");
        assert_eq!(missing.headers["cache-control"], "no-store");
    }
}

#[rstest]
#[tokio::test]
async fn the_square_that_was_framed_is_shown(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let file = halves(400, 200, Png);
    for (crop, left, right) in [
        ([("x", "0"), ("y", "0"), ("side", "200")], RED, RED),
        ([("x", "200"), ("y", "0"), ("side", "200")], BLUE, BLUE),
        ([("x", "150"), ("y", "50"), ("side", "100")], RED, BLUE),
        // Nonsense is the nearest square there is, and what is no square at all the middle.
        ([("x", "4000000000"), ("y", "0"), ("side", "200")], BLUE, BLUE),
        ([("x", "-1"), ("y", "many"), ("side", "")], RED, BLUE),
    ] {
        let page = ana.upload_with(PROFILE, ("picture", "me.png", &file), &crop, "text/html").await;
        let picture = decoded(&ana.download(&in_bar(&page).unwrap()).await);
        assert!(looks_like(*picture.get_pixel(4, 256), left), "{crop:?}");
        assert!(looks_like(*picture.get_pixel(507, 256), right), "{crop:?}");
    }
}

#[rstest]
#[tokio::test]
async fn photographs_are_rotated_and_lose_their_metadata(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let photograph = photograph(300, 200, 6);
    assert!(photograph.windows(14).any(|bytes| bytes == b"Rua das Flores"));
    let page = choose(&ana, "IMG_0001.JPG", &photograph).await;
    let picture = decoded(&ana.download(&in_bar(&page).unwrap()).await);
    // Turned to the right, what was left is above.
    assert!(looks_like(*picture.get_pixel(256, 8), RED) && looks_like(*picture.get_pixel(256, 503), BLUE));
    // The upper end of what is looked at.
    let crop = [("x", "0"), ("y", "0"), ("side", "150")];
    let page = ana.upload_with(PROFILE, ("picture", "me.jpg", &photograph), &crop, "text/html").await;
    let picture = decoded(&ana.download(&in_bar(&page).unwrap()).await);
    assert!(looks_like(*picture.get_pixel(256, 503), RED));
    for file in app.stored_pictures() {
        let bytes = std::fs::read(file).unwrap();
        for trace in [&b"Exif"[..], b"EXIF", b"Rua", b"GPS", b"ICCP", b"XMP"] {
            assert!(!bytes.windows(trace.len()).any(|found| found == trace), "{}", String::from_utf8_lossy(trace));
        }
    }
}

/// The most that this process has ever held, in bytes.
fn peak_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    1024 * line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap()
}

#[rstest]
#[tokio::test]
async fn picture_metadata_is_not_unpacked(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    for (chunk, prefix) in [
        (*b"iCCP", &b"profile\0\0"[..]),
        (*b"zTXt", b"Raw profile type iptc\0\0"),
        (*b"iTXt", b"XML:com.adobe.xmp\0\x01\0\0\0"),
    ] {
        let file = with_unpacking_chunk(chunk, prefix, 300);
        assert!(file.len() < 400_000, "{}", file.len());
        let before = peak_memory();
        let page = choose(&ana, "me.png", &file).await;
        assert_eq!(page.path(), "/settings/profile?done=picture", "{}", page.text());
        // Other stories run beside this one, and none takes so much.
        assert!(peak_memory().saturating_sub(before) < 200 * 1024 * 1024, "{}", String::from_utf8_lossy(&chunk));
    }
}

fn cut(format: ImageFormat) -> Vec<u8> {
    let mut file = halves(600, 400, format);
    file.truncate(file.len() * 2 / 3);
    file
}

#[rstest]
#[tokio::test]
async fn unsupported_pictures_are_refused_with_the_reason(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let before = in_bar(&choose(&ana, "me.png", &halves(30, 20, Png)).await);
    let svg = br#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    let mut large = halves(30, 20, Jpeg);
    large.resize(6 * 1024 * 1024, 0);
    for (name, file, words) in [
        ("me.png", svg.to_vec(), "SVG drawings are not taken."),
        ("me.jpg", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), "This is no PNG, JPEG or WebP picture"),
        ("me.png", b"MZ, but my name is me.png".to_vec(), "This is no PNG, JPEG or WebP picture"),
        ("me.png", bomb(30_000, 30_000), "This picture has too many pixels."),
        ("me.png", bomb(u32::MAX / 2, 1), "This picture has too many pixels."),
        ("me.png", bomb(5_000, 5_000), "This picture is damaged or incomplete."),
        ("me.jpg", jpeg_bomb(6_000, 6_000), "This picture is damaged or incomplete."),
        ("me.jpg", jpeg_bomb(16_000, 16_000), "This picture has too many pixels."),
        ("me.jpg", cut_scan(600, 400), "This picture is damaged or incomplete."),
        ("me.webp", webp_bomb(), "This picture has too many pixels."),
        ("me.jpg", cut(Jpeg), "This picture is damaged or incomplete."),
        ("me.png", cut(Png), "This picture is damaged or incomplete."),
        ("me.webp", cut(WebP), "This picture is damaged or incomplete."),
        ("me.jpg", large, "This file is too large: 5 MB at most."),
        ("", Vec::new(), "Choose a picture first."),
    ] {
        let page = choose(&ana, name, &file).await;
        assert_eq!((page.status.as_u16(), page.path()), (422, PROFILE), "{words}");
        assert!(
            page.problem("picture").unwrap_or_default().starts_with(words),
            "{words}: {:?}",
            page.problem("picture")
        );
        assert_eq!(page.attribute("#picture", "aria-invalid").as_deref(), Some("true"));
        assert_eq!(in_bar(&page), before, "the picture they had stays");
        assert_eq!(page.form_problem(), None);
    }
    for (language, words) in [("pt-BR", "Desenhos SVG não são aceitos"), ("es", "No se aceptan dibujos SVG")] {
        ana.post("/preferences/language", &[("to", language), ("next", PROFILE)]).await;
        assert!(choose(&ana, "me.png", svg).await.problem("picture").unwrap().contains(words));
    }
    assert_eq!((app.stored_pictures().len(), leftovers(&app).await), (2, 0));
}

#[rstest]
#[tokio::test]
async fn removed_it_is_gone_and_the_initials_are_back(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    assert!(!ana.get(PROFILE).await.shows("Remove picture"));
    let first = in_bar(&choose(&ana, "me.png", &halves(30, 20, Png)).await).unwrap();
    let second = in_bar(&choose(&ana, "me.png", &halves(30, 20, Png)).await).unwrap();
    assert_ne!(first, second, "another picture has another address");
    assert_eq!(ana.get(&first).await.status, 404, "the old one is gone");
    let page = ana.post(PROFILE, &[("go", "remove_picture")]).await;
    assert!(page.shows("Your picture has been removed."), "{}", page.text());
    assert_eq!((in_bar(&page), page.all(".topbar-person .avatar")), (None, vec!["AS".to_owned()]));
    assert!(ana.get("/w/acme/users").await.attributes("tbody img.avatar", "src").is_empty());
    assert_eq!(ana.get(&second).await.status, 404);
    assert_eq!((app.stored_pictures().len(), leftovers(&app).await), (0, 0));
    assert!(ana.post(PROFILE, &[("go", "remove_picture")]).await.status.is_success(), "twice is once");
    let mut tx = app.roster.db.read().await.unwrap();
    let events: Vec<(String,)> =
        query("SELECT action FROM audit_events WHERE action LIKE 'account.%_picture' ORDER BY action")
            .all(&mut tx)
            .await
            .unwrap();
    let events: Vec<&str> = events.iter().map(|(action,)| action.as_str()).collect();
    assert_eq!(events, ["account.remove_picture", "account.set_picture", "account.set_picture"]);
}

#[rstest]
#[tokio::test]
async fn pictures_of_others_can_not_be_changed(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let mine = in_bar(&choose(&ana, "me.png", &halves(30, 20, Png)).await);
    let me = id_of(&ana, "ana@acme.example").await;
    let extra = [("account", me.as_str()), ("id", &me), ("owner", &me)];
    let file = halves(30, 20, Png);
    let page = bea.upload_with(PROFILE, ("picture", "me.png", &file), &extra, "text/html").await;
    assert!(in_bar(&page).is_some() && in_bar(&page) != mine);
    bea.post(PROFILE, &[("go", "remove_picture"), ("account", &me)]).await;
    assert_eq!(in_bar(&ana.get(PROFILE).await), mine);
    let stranger = choose(&app.browser(), "me.png", &file).await;
    assert!(stranger.path().starts_with("/sign-in"), "{}", stranger.path());
    let foreign = ana.post_from("https://evil.example", PROFILE, &[("go", "remove_picture")]).await;
    assert_eq!(foreign.status, 403);
    assert_eq!(in_bar(&ana.get(PROFILE).await), mine);
    // Whoever was removed and comes back has the picture they have by then.
    let id = id_of(&ana, "bea@acme.example").await;
    act(&ana, &id, "remove").await;
    let (bea, _) = app.sign_in("bea@acme.example", PASSWORD).await;
    let latest = in_bar(&choose(&bea, "me.png", &file).await).unwrap();
    let back = act(&ana, &id, "restore").await;
    assert_eq!(back.attribute(".panel img.avatar", "src"), Some(format!("{latest}?size=512")), "{}", back.text());
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_many_at_once_one_stays_and_nothing_is_left_over(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let file = halves(60, 40, Png);
    let uploads: Vec<_> = (0..6)
        .map(|_| {
            let (ana, file) = (ana.clone(), file.clone());
            tokio::spawn(async move { choose(&ana, "me.png", &file).await.status.as_u16() })
        })
        .collect();
    for upload in uploads {
        assert_eq!(upload.await.unwrap(), 200);
    }
    pictures::sweep(&app.operator()).await.unwrap();
    assert_eq!((app.stored_pictures().len(), leftovers(&app).await), (2, 0));
    let page = ana.get("/w/acme/users").await;
    let shown = in_bar(&page).unwrap();
    assert_eq!(page.attribute("tbody img.avatar", "src"), Some(format!("{shown}?size=96")), "list and bar agree");
    assert_eq!(ana.get(&shown).await.status, 200);
}

#[rstest]
#[tokio::test]
async fn abandoned_uploads_are_swept(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let ctx = app.acting("ana@acme.example").await;
    let taken = pictures::accept(halves(30, 20, Png), None).await.unwrap();
    let lost = pictures::keep(&ctx, &taken).await.unwrap();
    pictures::sweep(&ctx).await.unwrap();
    assert_eq!(app.stored_pictures().len(), 2, "it may still become one");
    app.advance(Duration::from_mins(11));
    let mut tx = ctx.write().await.unwrap();
    let workspace = ctx.membership(&mut tx, "acme").await.unwrap().workspace;
    let late = pictures::set(&ctx, &mut tx, Owner::Workspace(workspace), Some(&lost)).await;
    assert_eq!(late, Err(Error::Conflict));
    drop(tx);
    pictures::sweep(&ctx).await.unwrap();
    assert_eq!((app.stored_pictures().len(), leftovers(&app).await), (0, 0));
}

#[rstest]
#[tokio::test]
async fn a_workspace_can_have_one_too(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let ctx = app.acting("ana@acme.example").await;
    let mut before = None;
    for _ in 0..2 {
        let taken = pictures::accept(halves(30, 20, Png), None).await.unwrap();
        let new = pictures::keep(&ctx, &taken).await.unwrap();
        let mut tx = ctx.write().await.unwrap();
        let workspace = ctx.membership(&mut tx, "acme").await.unwrap().workspace;
        let old = pictures::set(&ctx, &mut tx, Owner::Workspace(workspace), Some(&new)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(old, before);
        before = Some(new);
    }
    pictures::sweep(&ctx).await.unwrap();
    assert_eq!(app.stored_pictures().len(), 2);
    assert_eq!(ana.get(&format!("/avatars/{}", before.unwrap())).await.status, 200);
    let mut tx = ctx.write().await.unwrap();
    let nowhere = Owner::Workspace(WorkspaceId(uuid::Uuid::nil()));
    assert_eq!(pictures::set(&ctx, &mut tx, nowhere, None).await, Err(Error::NotFound));
}

#[rstest]
#[tokio::test]
async fn picture_upload_by_script_answers_what_to_show(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let send = async |browser: &Browser, file: &[u8]| {
        let page = browser.upload_with(PROFILE, ("picture", "me.png", file), &[], "application/json").await;
        serde_json::from_str::<serde_json::Value>(&page.body).unwrap_or_else(|_| panic!("{}", page.body))
    };
    let told = send(&ana, &halves(30, 20, Png)).await;
    assert_eq!(told["go"]["to"], "/settings/profile?done=picture");
    let told = send(&ana, b"<svg></svg>").await;
    assert_eq!(told["show"]["errors"]["picture"], "picture_is_svg");
    let told = send(&app.browser(), b"").await;
    assert_eq!(told["go"]["to"], "/sign-in?next=%2Fsettings%2Fprofile");
    assert!(in_bar(&ana.get(PROFILE).await).is_some());
}

#[rstest]
#[tokio::test]
async fn pictures_can_lie_in_a_bucket(#[values(Sqlite, Postgres)] kind: Kind) {
    let bucket = FakeBucket::default();
    let app = TestApp::with_pictures(kind, &bucket.start().await).await;
    let ana = app.set_up().await;
    let page = choose(&ana, "me.png", &halves(30, 20, Png)).await;
    let address = in_bar(&page).unwrap_or_else(|| panic!("{}", page.text()));
    let id = address.strip_prefix("/avatars/").unwrap();
    let paths = [512, 96].map(|side| format!("/faces/acme/{}/{id}-{side}.webp", &id[..2]));
    assert_eq!(bucket.paths(), paths);
    assert_eq!(decoded(&ana.download(&address).await).dimensions(), (512, 512));
    assert_eq!(ana.get(&format!("/avatars/{}", "0".repeat(32))).await.status, 404);
    ana.post(PROFILE, &[("go", "remove_picture")]).await;
    assert_eq!(bucket.paths(), Vec::<String>::new());
}

#[rstest]
#[tokio::test]
async fn without_an_answer_from_the_bucket_everything_else_goes_on(#[values(Sqlite, Postgres)] kind: Kind) {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let bucket = Bucket {
        name: "faces".into(),
        endpoint: format!("http://{nobody}"),
        region: "eu-test-1".into(),
        access_key_id: "key".into(),
        secret_access_key: "hush".into(),
        ..Bucket::default()
    };
    let app = TestApp::with_pictures(kind, &StoreLocation::Bucket(bucket)).await;
    let ana = app.set_up().await;
    let page = choose(&ana, "me.png", &halves(30, 20, Png)).await;
    assert_eq!(page.status, 503);
    assert!(page.form_problem().is_some(), "{}", page.text());
    assert_eq!(ana.get(&format!("/avatars/{}", "0".repeat(32))).await.status, 503);
    assert_eq!(ana.get("/w/acme/users").await.status, 200);
}
