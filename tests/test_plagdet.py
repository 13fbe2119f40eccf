"""The scorer of the benchmark of passages, against figures worked out by hand."""

import math

import pytest
from plagdet import measure

CASE = ((100, 200), (300, 400))


def test_a_perfect_detection() -> None:
    assert measure([([CASE], [CASE])]) == (1.0, 1.0, 1.0, 1.0)


def test_nothing_detected_and_nothing_to_detect() -> None:
    assert measure([([CASE], [])]) == (0.0, 0.0, 0.0, 1.0)
    assert measure([([], [])]) == (0.0, 0.0, 0.0, 1.0)


def test_half_of_a_case_is_half_of_the_recall() -> None:
    found = measure([([CASE], [((100, 150), (300, 350))])])
    assert (found.precision, found.recall) == (1.0, 0.5)
    assert found.plagdet == pytest.approx(2 / 3)


def test_both_sides_count_together_and_characters_count_once() -> None:
    found = measure([([CASE], [((100, 200), (300, 350)), ((150, 200), (320, 350))])])
    assert found.recall == 150 / 200
    assert found.precision == 1.0
    assert found.granularity == 2.0
    assert found.plagdet == pytest.approx(2 * 0.75 / 1.75 / math.log2(3))


def test_a_detection_beside_the_case_on_one_side_is_wrong() -> None:
    found = measure([([CASE], [CASE, ((100, 200), (500, 600))])])
    assert (found.precision, found.recall, found.granularity) == (0.5, 1.0, 1.0)


def test_touching_ends_do_not_overlap() -> None:
    assert measure([([CASE], [((0, 100), (300, 400))])]).recall == 0.0


def test_averages_are_over_cases_and_detections_and_not_over_characters() -> None:
    long = ((1000, 9000), (1000, 9000))
    found = measure([([CASE, long], [CASE])])
    assert (found.precision, found.recall, found.granularity) == (1.0, 0.5, 1.0)


def test_detections_where_nothing_was_reused_cost_precision() -> None:
    found = measure([([CASE], [CASE]), ([], [CASE])])
    assert (found.precision, found.recall) == (0.5, 1.0)


def test_granularity_is_over_the_cases_that_were_detected() -> None:
    other = ((500, 600), (700, 800))
    halves = [((100, 150), (300, 350)), ((150, 200), (350, 400))]
    assert measure([([CASE, other], halves)]).granularity == 2.0
    assert measure([([CASE, other], [*halves, other])]).granularity == 1.5
