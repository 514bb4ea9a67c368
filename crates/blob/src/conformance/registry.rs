//! The registry: every case by its module and name, expanded into tests of their own.
//!
//! The crate that expands these needs tokio with `rt` among its dev-dependencies.

/// Runs one case on a runtime of its own. Boxed, so that the runtime is compiled once and not once per case.
#[doc(hidden)]
#[macro_export]
macro_rules! conformance_runtime {
    ($case:expr) => {{
        let case: ::std::pin::Pin<Box<dyn ::std::future::Future<Output = $crate::conformance::Outcome>>> =
            Box::pin($case);
        tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(case)
    }};
}

/// One `#[test]` per promise of [`Vfs`](crate::Vfs). `$engine` makes an [`Engine`](crate::conformance::Engine) over an empty storage.
#[macro_export]
macro_rules! vfs_conformance {
    ($engine:expr) => {
        $crate::vfs_conformance! { @open $engine;
            commits {
                absent_refuses_what_exists,
                is_refuses_another_revision,
                empty_range_refuses_any_record_within,
                a_conflict_names_its_check,
                a_refused_batch_writes_nothing,
                checks_see_the_state_before,
                delete_range_removes_what_lies_within,
                writes_apply_in_order,
                deleting_the_absent_is_no_error,
                one_of_many_creators_wins,
                no_checked_update_is_lost,
            }
            paths {
                a_path_makes_the_round_trip,
                a_missing_path_is_not_found,
                a_put_overwrites,
                list_takes_a_string_prefix,
                an_escaping_path_is_invalid,
                a_failed_put_leaves_the_old_content,
            }
            payloads {
                every_range_reads_its_bytes,
                ranges_cross_blocks,
                whole_is_all_or_nothing,
                the_absent_is_not_found,
                a_handle_outlives_the_unlink,
                unlink_is_idempotent,
                discard_removes,
                payloads_are_listed_in_pages,
            }
            records {
                a_record_lives_from_put_to_delete,
                read_answers_in_the_order_asked,
                an_empty_value_is_a_record,
                commit_returns_the_revision_of_its_records,
                no_revision_comes_back,
            }
            scans {
                bounds_are_from_inclusive_to_exclusive,
                a_backward_range_is_empty,
                more_tells_whether_the_limit_cut,
                reverse_walks_the_same_range_backwards,
                keys_are_ordered_as_bytes,
                scan_and_read_agree,
            }
            stages {
                chunks_and_hint_do_not_matter,
                an_empty_payload_is_a_payload,
                nothing_is_visible_before_the_seal,
                a_dropped_stage_leaves_nothing,
                a_chunk_is_not_pinned,
            }
            visits {
                a_visit_sees_its_range,
                a_jump_skips_what_lies_between,
                a_visit_stops_when_told,
                visit_and_scan_agree,
            }
        }
        $crate::vfs_conformance! { @engine $engine;
            reopening {
                records_survive,
                revisions_do_not_start_again,
                payloads_survive_and_stages_do_not,
            }
        }
    };
    (@open $engine:expr; $($module:ident { $($case:ident,)* })*) => {$(
        mod $module {
            use super::*;
            $(
                #[test]
                fn $case() -> $crate::conformance::Outcome {
                    $crate::conformance_runtime!(async {
                        let vfs = $crate::conformance::Engine::open(&$engine).await?;
                        $crate::conformance::vfs::$module::$case(&*vfs).await
                    })
                }
            )*
        }
    )*};
    (@engine $engine:expr; $($module:ident { $($case:ident,)* })*) => {$(
        mod $module {
            use super::*;
            $(
                #[test]
                fn $case() -> $crate::conformance::Outcome {
                    $crate::conformance_runtime!(async { $crate::conformance::vfs::$module::$case(&$engine).await })
                }
            )*
        }
    )*};
}

/// One `#[test]` per promise of [`BlobStore`](crate::BlobStore). `$engine` makes an [`Engine`](crate::conformance::Engine) over an empty
/// storage; `$life` is a [`Life`](crate::conformance::Life).
#[macro_export]
macro_rules! store_conformance {
    ($engine:expr, $life:expr) => {
        $crate::store_conformance! { @cases $engine, $life;
            attachments {
                an_attachment_reads_back,
                a_detached_body_is_gone,
                attachments_go_with_their_version,
                attachments_stay_with_their_version,
                a_copy_shares_attachments,
                a_copy_can_leave_attachments_behind,
                a_refused_attachment_leaves_nothing,
                no_attachment_is_lost,
                a_sweep_takes_no_attachment,
            }
            classic {
                a_blob_makes_the_round_trip,
                a_stream_makes_the_round_trip,
                a_torn_body_leaves_the_old,
                a_put_replaces,
                put_and_delete_keep_no_history,
                versions_are_told_oldest_first,
                a_version_is_deleted_by_its_id,
                a_prefix_is_deleted,
                a_list_shows_keys_with_sizes,
                a_marker_shows_nothing,
                no_key_is_internal,
            }
            composing {
                a_composite_joins_its_parts,
                deleting_a_composite_deletes_its_bytes,
                a_missing_part_consumes_nothing,
                a_repeated_composition_leaves_the_first,
                a_part_written_anew_is_another,
                composites_do_not_nest,
                a_key_composed_of_itself_ends,
                a_part_can_be_named_twice,
                a_composite_of_nothing_is_empty,
                a_composite_streams_part_by_part,
                a_composite_replaces_what_was_there,
                shared_parts_stay,
                a_composite_adds_a_version,
            }
            configs {
                a_configuration_is_created_once,
                a_guard_is_good_for_one_change,
                an_unchanged_configuration_is_known,
                a_deleted_configuration_can_come_back,
                a_held_configuration_stays,
                a_deleted_bucket_takes_its_configurations,
                several_changes_are_one,
                configurations_are_listed,
                a_bucket_in_use_is_not_empty,
                a_deleted_bucket_takes_its_uploads,
                a_void_guard_stops_every_write,
                a_good_guard_stops_nothing,
                no_write_into_a_deleted_bucket,
            }
            copying {
                a_copy_shares_the_bytes,
                shared_bytes_go_with_the_last,
                a_copy_onto_itself_keeps_the_bytes,
                an_older_version_can_be_restored,
                a_copied_composite_forgets_its_parts_unless_asked,
                a_copy_crosses_namespaces,
                an_empty_blob_is_copied,
                copying_the_replaced_is_superseded,
                a_refused_check_copies_nothing,
            }
            documents {
                a_version_has_a_document,
                a_marker_has_a_document,
                a_document_needs_its_version,
                documents_are_listed_by_prefix,
                a_bucket_has_a_configuration,
                a_configuration_is_no_key,
            }
            history {
                versions_are_newest_first,
                pages_add_up,
                a_key_marker_skips_the_whole_key,
                a_key_marker_need_not_exist,
                a_removed_marker_keeps_its_place,
                versions_of_a_key_are_its_own,
                a_delimiter_groups_versions,
            }
            imports {
                an_imported_id_is_kept,
                an_existing_id_is_not_overwritten,
                an_id_is_a_text,
                an_older_import_hides_nothing,
                dated_ids_keep_their_order,
                an_only_import_is_current,
                a_write_after_an_import_is_newer,
                a_torn_import_changes_nothing,
                an_imported_version_is_removed_by_its_id,
            }
            keys {
                every_key_is_itself_alone,
                every_key_has_its_own_versions,
                every_prefix_selects_by_bytes,
                an_illegal_key_is_refused_by_every_verb,
            }
            listing {
                pages_add_up,
                a_delimiter_groups,
                after_starts_behind_any_string,
                after_may_lie_outside_the_prefix,
                next_is_told_only_when_more_follows,
                an_entry_is_the_version,
                hidden_keys_leave_no_trace,
                the_highest_characters_have_successors,
                an_empty_delimiter_groups_nothing,
            }
            metadata {
                only_the_metadata_changes,
                a_markers_document_changes,
                the_change_sees_what_is_there,
                a_change_supersedes_no_reader,
                no_change_is_lost,
            }
            namespaces {
                namespaces_keep_apart,
                deleting_stays_within_its_namespace,
                a_map_keeps_pairs_apart,
                children_are_told_in_order,
                children_of_children_count,
            }
            parts {
                a_part_put_again_replaces_the_first,
                what_is_said_of_a_part_is_kept,
                parts_are_listed_in_pages,
                a_blob_has_no_parts,
                a_copied_part_shares_its_range,
                every_range_of_a_composite_can_be_a_part,
                a_copied_part_outlives_its_source,
                a_dropped_copy_gives_its_share_back,
                copying_from_the_replaced_is_superseded,
                a_composite_is_immutable,
            }
            reading {
                the_absent_is_none,
                every_range_of_a_blob,
                every_range_of_a_composite,
                a_range_outside_is_invalid,
                a_reader_has_three_forms,
                an_open_reader_finishes,
                opening_the_replaced_is_superseded,
                a_version_that_was_current_still_opens,
                a_lost_payload_is_corrupt,
                read_plans_on_what_it_finds,
                read_retries_when_superseded,
            }
            removal {
                erase_takes_everything,
                erasing_the_absent_removes_nothing,
                a_marker_hides_the_key,
                markers_are_versions,
                a_null_marker_replaces_the_null_version,
                removing_the_newest_promotes_the_next,
                removing_an_older_version_leaves_the_current,
                removing_a_marker_brings_the_blob_back,
                a_marker_can_be_promoted,
                removing_the_absent_version_is_none,
                a_refused_check_removes_nothing,
                what_is_plain_is_erased_at_once,
                what_is_shared_is_not_erased_at_once,
            }
            renaming {
                a_renamed_blob_is_the_same_elsewhere,
                a_rename_replaces_what_is_there,
                a_renamed_composite_keeps_its_parts,
                a_renamed_blob_keeps_its_attachments,
                a_rename_counts_sharers_right,
                a_rename_to_itself_changes_nothing,
                a_missing_source_is_not_found,
                a_check_sees_both_keys,
                a_rename_and_its_changes_are_one,
            }
            sweeping {
                an_orphan_goes,
                nothing_in_use_goes,
                nothing_in_flight_goes,
                many_orphans_go,
            }
            uploads {
                an_upload_is_kept,
                an_upload_is_invisible_until_completed,
                completing_joins_the_parts,
                unchosen_parts_are_dropped,
                the_plan_sees_one_snapshot,
                a_refused_plan_keeps_the_upload,
                a_missing_part_is_not_found,
                completing_obeys_the_mode,
                a_finished_upload_is_no_such_upload,
                an_abort_leaves_nothing,
                uploads_of_one_key_keep_apart,
                erasing_a_key_keeps_its_uploads,
                uploads_are_listed_in_order,
                a_key_marker_skips_its_uploads,
            }
            versions {
                a_new_version_keeps_the_older,
                the_unversioned_blob_is_the_null_version,
                replacing_null_touches_only_null,
                replacing_leaves_no_history,
                every_kind_is_a_version,
                order_does_not_follow_the_clock,
                ids_go_through_text,
                ids_are_unique_across_stores,
            }
            writing {
                a_published_body_reads_back,
                an_empty_body_is_a_blob,
                chunks_and_hint_do_not_matter,
                a_dropped_draft_leaves_nothing,
                a_dropped_sealed_body_leaves_nothing,
                a_refused_check_stores_nothing,
                the_check_sees_what_is_current,
                a_write_if_absent_happens_once,
                what_is_said_of_a_version_is_kept,
                replacing_leaves_one_version_and_one_payload,
                the_content_may_be_any_bytes,
            }
        }
    };
    (@cases $engine:expr, $life:expr; $($module:ident { $($case:ident,)* })*) => {$(
        mod $module {
            use super::*;
            $(
                #[test]
                fn $case() -> $crate::conformance::Outcome {
                    $crate::conformance_runtime!(async {
                        let world = $crate::conformance::World::new($engine, $life).await?;
                        $crate::conformance::store::$module::$case(&world).await
                    })
                }
            )*
        }
    )*};
}
