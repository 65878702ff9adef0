//! Files made to break readers: each ends as a named line, in bounded time and memory, and what is sound beside it is read.
//! Everything is generated here; all texts, places and outlets are invented.
//!
//! Where each kind of attack is tested, and what is asserted. `t(2n)` is the processor time for twice the input.
//!
//! | attack | tests | bound |
//! |---|---|---|
//! | bombs of gzip, zstd, brotli, in archives and answers of servers | `bombs_of_every_packing_are_stopped`, `a_response_that_unpacks_without_end_is_named_and_the_next_one_read`, `a_member_that_unpacks_without_end_is_named_and_the_next_one_read`, `a_length_without_end_takes_no_memory`, `gzip_members_inside_each_other_take_time_by_their_bytes` | memory, time, sound records |
//! | ZIP: entries on top of each other, lies, too many, links | `entries_on_top_of_each_other_are_refused`, `entries_that_lie_are_refused_and_the_others_read`, `twenty_thousand_entries_are_read_in_bounded_memory`, `a_file_that_states_millions_of_entries_is_refused_before_they_are_held` | memory, time |
//! | names that are paths | `names_in_an_archive_are_shown_and_never_paths`, `links_in_an_archive_are_not_followed` | nothing written |
//! | XML: entities, external files, huge document types, depth | `entities_of_a_feed_are_not_expanded_and_name_no_file`, `deep_feeds_end_as_a_line` | time, memory |
//! | HTML: a million elements deep, attributes, unclosed, tables, templates | `deep_and_wide_pages_neither_overflow_nor_take_forever`, `hostile_pages_take_time_by_their_bytes`, `hostile_heads_take_linear_time` | stack of 2 MB, t(2n) |
//! | JSON: depth, two equal keys, surrogates, rest behind the end | `deep_json_ends_as_a_line`, `every_sound_line_around_damaged_ones_is_read`, `bad_lines_are_named_and_the_good_ones_go_on` | exact count of sound lines |
//! | lines without end, empty files, white space | `a_line_of_a_gigabyte_is_let_go_while_it_is_read`, `what_is_too_large_is_skipped_and_the_rest_goes_on`, `an_empty_a_binary_and_a_foreign_file_are_named` | memory |
//! | tables: marks, columns, separators | `hostile_tables_take_bounded_time`, `broken_quotation_marks_cost_one_record`, `every_sound_row_around_damaged_ones_is_read` | time, exact count of sound rows |
//! | Parquet: footers, dictionaries, depth | `a_damaged_file_is_read_or_named`, `nested_columns_are_carried_or_refused_and_never_a_crash`, `a_long_text_named_by_every_row_is_not_held_for_every_row` | memory |
//! | WARC: lengths, cut members, headers, noise | `every_sound_record_around_damaged_ones_is_read`, `every_sound_member_around_damaged_ones_is_read`, `a_hundred_thousand_headers_are_one_damaged_record`, `many_damaged_records_take_time_by_their_bytes` | exact count of sound records, t(2n) |
//! | encodings: wrong, none, mixed | `encodings_are_told_by_the_ladder`, `a_table_saved_as_utf16_is_read`, `a_page_that_lies_about_its_encoding_is_read_as_what_it_is` | – |
//! | characters nobody sees, marks piled up | `a_copy_with_hidden_characters_between_its_letters_is_found_whole_and_they_are_counted`, `marks_piled_on_letters_do_not_hide_a_copy` | all words found |
//! | letters of other scripts, full width, ligatures | `of_copies_with_a_tenth_of_their_letters_in_other_scripts_99_words_of_100_are_found`, `full_width_letters_and_ligatures_hide_nothing`, `nothing_is_flagged_in_clean_texts_of_any_script` | 99 words of 100, none flagged |
//! | characters that turn the direction round | `nothing_in_an_article_becomes_markup`, `what_articles_hold_is_shown_without_control_characters` | none printed |
//! | text that a page hides | `text_that_a_page_hides_is_no_part_of_it_and_is_listed` | bytes listed |
//! | sequences for terminals | `what_articles_hold_is_shown_without_control_characters`, `names_of_files_are_shown_without_control_characters`, `json_on_the_terminal_is_escaped` | none printed |
//! | dates: years 1 and 9999, epoch, zones, contradictions, copies dated back | `every_page_of_the_case_files_says_what_is_written_there`, `the_bounds_of_a_date_hold_the_moment`, `a_declared_date_alone_is_never_clear`, `a_backdated_copy_is_never_clear_the_wrong_way` | – |
//! | file systems: loops, pipes, devices, rights, changes | `pipes_sockets_devices_and_loops_are_not_opened`, `a_folder_without_permission_is_a_line`, `names_that_are_no_utf8_stay_apart`, `a_file_that_is_written_while_read_is_named`, `a_file_that_vanishes_is_a_line` | time |

#[path = "../archives/build.rs"]
#[allow(dead_code, reason = "each test file uses a part")]
mod build;
#[path = "../archives/run.rs"]
#[allow(dead_code, reason = "each test file uses a part")]
mod run;

mod bombs;
mod cost;
mod damage;
mod disguise;
mod parquet;
mod trees;
mod zips;

/// The table above names tests of several crates; one that was renamed or taken out must not stay in it.
#[test]
fn every_test_that_the_table_names_is_there() {
    let sources = [
        include_str!("bombs.rs"),
        include_str!("damage.rs"),
        include_str!("disguise.rs"),
        include_str!("parquet.rs"),
        include_str!("trees.rs"),
        include_str!("zips.rs"),
        include_str!("../archives/bundles.rs"),
        include_str!("../archives/warc.rs"),
        include_str!("../metadata.rs"),
        include_str!("../read.rs"),
        include_str!("../../src/read/decode.rs"),
        include_str!("../../../retold/tests/dates.rs"),
        include_str!("../../../retold/tests/direction.rs"),
        include_str!("../../../retold-cli/tests/e2e/bad_input.rs"),
        include_str!("../../../retold-cli/tests/e2e/hostile.rs"),
        include_str!("../../../retold-cli/tests/report/hostile.rs"),
    ];
    let rows = include_str!("main.rs").lines().filter(|line| line.starts_with("//! | "));
    let names: Vec<&str> = rows.flat_map(|row| row.split('`').skip(1).step_by(2)).filter(|name| name.contains('_')).collect();
    assert!(names.len() > 40, "{names:?}");
    for name in names {
        assert!(sources.iter().any(|source| source.contains(&format!("fn {name}("))), "{name}");
    }
}
