//! AbortMultipartUpload: the upload and its parts are gone, the object stays.

use super::{part, parts, put, read, shelf, start};
use sandpail_tests::sdk::refused;

const MESSAGE: &str = "The specified upload does not exist. The upload ID may be invalid, or the upload may have been \
    aborted or completed.";

#[tokio::test]
async fn abort_multipart_upload_leaves_the_old_object() {
    let (_server, s3) = shelf();
    put(&s3, "k", "before").await;
    let id = start(&s3, "k").await;
    let first = part(&s3, "k", &id, 1, "never").await;
    s3.abort_multipart_upload().bucket("shelf").key("k").upload_id(&id).send().await.expect("it is aborted");
    assert_eq!(read(&s3, "k").await, b"before");
    let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id);
    let refusal = refused(complete.multipart_upload(parts([first])).send().await);
    refusal.is(404, "NoSuchUpload", MESSAGE, &[("UploadId", &id)]);
    let uploads = s3.list_multipart_uploads().bucket("shelf").send().await.expect("a list");
    assert_eq!(uploads.uploads().len(), 0);
}

#[tokio::test]
async fn abort_multipart_upload_of_none_is_refused() {
    let (_server, s3) = shelf();
    let id = start(&s3, "k").await;
    for (key, id) in [("k", "nonsense"), ("other", id.as_str())] {
        let refusal = refused(s3.abort_multipart_upload().bucket("shelf").key(key).upload_id(id).send().await);
        refusal.is(404, "NoSuchUpload", MESSAGE, &[("UploadId", id)]);
    }
}

#[tokio::test]
async fn abort_multipart_upload_spares_the_others() {
    let (_server, s3) = shelf();
    let (first, second) = (start(&s3, "k").await, start(&s3, "k").await);
    part(&s3, "k", &second, 1, "kept").await;
    s3.abort_multipart_upload().bucket("shelf").key("k").upload_id(&first).send().await.expect("it is aborted");
    let list = s3.list_parts().bucket("shelf").key("k").upload_id(&second).send().await.expect("parts");
    assert_eq!(list.parts().len(), 1);
}
