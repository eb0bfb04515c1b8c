"""What we use of Manim and PyAV beyond what they document: the table of test_manim_contract.py.

A row says what a part of them is: eight hexadecimal digits are the fingerprint of the source of a
method that we replace, do again, or count on to do exactly what it does; brackets are a signature;
a word is the type of an attribute. What none of these tells has a check of its own. When an upgrade
changes a row, compare the two versions of that part, see whether our module still goes with it,
and write down the new value, which the test tells.
"""

import ast
import copy
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import av
import cairo
import manim
import numpy as np
import pyreveal

# Our modules, by the short names that the table uses.
STUDIO = "manim_project/studio"
PLACES = {
    "patches": f"{STUDIO}/drawing/manim_patches.py",
    "renderer": f"{STUDIO}/drawing/incremental_renderer.py",
    "appearance": f"{STUDIO}/drawing/appearance.py",
    "dry_run": f"{STUDIO}/drawing/dry_run.py",
    "encoder": f"{STUDIO}/drawing/encoder.py",
    "draft": f"{STUDIO}/watch/draft.py",
    "clear_clips": f"{STUDIO}/drawing/transparent_clips.py",
    "last_frame": f"{STUDIO}/drawing/last_frame.py",
    "labels": f"{STUDIO}/drawing/labels.py",
    "crossings": f"{STUDIO}/drawing/crossings.py",
    "legibility": f"{STUDIO}/drawing/legibility.py",
    "in_motion": f"{STUDIO}/audit/in_motion.py",
    "recorder": f"{STUDIO}/drawing/recorder.py",
    "config": f"{STUDIO}/drawing/manim_config.py",
    "set_up": f"{STUDIO}/drawing/set_up.py",
    "splice": f"{STUDIO}/media/splice.py",
    "deck_page": f"{STUDIO}/deck/page.py",
    "fork_server": f"{STUDIO}/watch/fork_server.py",
    "stage": "manim_project/stage.py",
    "mobjects": "manim_project/mobjects",
    "scenes": "manim_project/scenes",
}


class Row(NamedTuple):
    """One entry. `users` are keys of PLACES."""

    path: str
    kind: str
    expected: str
    users: list[str]
    why: str
    check: Callable[[], object] | None = None

    @property
    def owner(self) -> str:
        """The class or module that has it."""
        return self.path.rpartition(".")[0]

    @property
    def name(self) -> str:
        """Its own name."""
        return self.path.rpartition(".")[2]


# What no signature tells


def default_settings_are_in_default_cfg() -> bool:
    """Manim's own settings, read in place of the user's"""
    return (Path(manim.__file__).parent / "_config" / "default.cfg").is_file()


def a_background_is_a_new_array() -> bool:
    """The renderer tells by its identity whether the ground has changed"""
    camera = manim.Camera(pixel_width=32, pixel_height=18)
    before = camera.background
    camera.background_color = manim.ManimColor("#222244")
    return camera.background is not before


def a_picture_stays_one_array() -> bool:
    """The camera draws into one array, also after a reset: the renderer's context is tied to it"""
    camera = manim.Camera(pixel_width=32, pixel_height=18)
    before = camera.pixel_array
    camera.reset()
    return camera.pixel_array is before and before.dtype == np.uint8


def an_array_keeps_its_context() -> bool:
    """One context for each array, clipped and restored by the renderer; scene units to pixels"""
    camera = manim.Camera(pixel_width=32, pixel_height=18)
    context = camera.get_cairo_context(camera.pixel_array)
    corner = context.user_to_device(camera.frame_width / 2, camera.frame_height / 2)
    same = context is camera.get_cairo_context(camera.pixel_array)
    return same and bool(np.allclose(corner, (32, 0)))


def only_two_joints_reach_far() -> bool:
    """Corners by AUTO and MITER, and no others, reach beyond the width of a line"""
    from manim.camera.camera import LINE_JOIN_MAP  # here, so that its absence is one row's trouble

    mitered = {kind for kind, join in LINE_JOIN_MAP.items() if join == cairo.LineJoin.MITER}
    return mitered == {manim.LineJointType.AUTO, manim.LineJointType.MITER}


def points_are_what_is_assigned() -> bool:
    """Texts, cells and bars assign `points`: four for each cubic curve, taken as they are"""
    shape, points = manim.VMobject(), np.arange(24.0).reshape(8, 3)
    shape.points = points
    return shape.points is points and shape.n_points_per_cubic_curve == 4


def submobjects_are_what_is_assigned() -> bool:
    """Lists that scroll assign `submobjects`"""
    group, part = manim.VGroup(manim.Dot()), manim.Dot()
    group.submobjects = [part]
    return group.get_family() == [group, part]


def colors_never_change() -> bool:
    """Copies share a color: only its making may set a part of it"""
    (tree,) = ast.parse(inspect.getsource(manim.ManimColor)).body
    assert isinstance(tree, ast.ClassDef)
    setters = {
        method.name
        for method in tree.body
        if isinstance(method, ast.FunctionDef)
        for node in ast.walk(method)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    color = manim.ManimColor("#123456")
    return setters == {"__init__", "_internal_value"} and copy.deepcopy(color) == color


def words_of_manim_are_known() -> bool:
    """Whatever brings words in without their source is of a class that the audit refuses"""
    classes = (manim.MarkupText, manim.MathTex, manim.Tex, manim.Typst, manim.MathTypst)
    return all(issubclass(kind, (manim.Text, manim.SVGMobject)) for kind in classes)


def unknown_settings_are_dropped() -> bool:
    """Manim drops an unknown setting without a word (the test looks for ours, therefore)"""
    with manim.tempconfig({"no_such_setting": 1}):
        return "no_such_setting" not in manim.config


def av_subtitles_is_loaded_by_a_stream() -> bool:
    """`av.subtitles` is used without an import of its own"""
    with av.open("/dev/null", "w", format="mp4") as film:
        film.add_stream("mov_text", options={})
    return hasattr(av.subtitles.subtitle.SubtitleSet, "create")


def pages_name_the_files_that_are_copied() -> bool:
    """pyreveal brings the files of reveal.js, and its page looks for them where we copy them"""
    from manim_project.studio.deck.page import ASSETS, LOOK

    page = pyreveal.Presentation("title", theme=LOOK)
    page.plugins("notes")
    html = page.section(pyreveal.Slide()).html()
    folder = Path(pyreveal.__file__).parent / "revealjs"
    named = all(f'"revealjs/{name}"' in html for name in ASSETS if name != "LICENSE")
    return named and all((folder / name).is_file() for name in ASSETS)


# Of a class or module: name | what it is | our modules that use it | what for
_PARTS = """
manim.renderer.cairo_renderer.CairoRenderer
    __init__ | 83935632 | renderer draft clear_clips | what it is made with; our own state follows
    init_scene | cda5fc86 | draft set_up | makes the writer that we then replace
    play | a77089a1 | renderer draft encoder dry_run | which hooks of ours it calls, and when
    save_static_frame_data | 05555e40 | renderer draft | replaced: what stands still
    update_frame | 7f201891 | renderer draft dry_run | replaced: draws what changed, or nothing
    render | 3cc6ae73 | renderer dry_run | replaced: draws a frame and hands it over, or neither
    freeze_current_frame | 86a9b05f | renderer | replaced: how many frames a wait has
    add_frame | ca224d25 | renderer | not called any more: the clock, and the hand-over
    update_skipping_status | 5a95fd31 | draft | when an animation is skipped
    scene_finished | d6ce6800 | encoder | calls the writer's finish
    camera | Camera | renderer recorder dry_run stage | draws
    file_writer | SceneFileWriter | renderer draft set_up recorder | replaced by ours
    skip_animations | bool | renderer draft | nothing is drawn while it is set
    _original_skipping_status | bool | draft | what `play` sets it back to
    time | number | renderer | the clock of the film, which ours moves on
manim.camera.camera.Camera
    init_background | 49d4ee05 | clear_clips renderer | replaced by a transparent ground
    background_color | e1d8bd32 | stage draft | makes the ground anew
    set_pixel_array | 5b54bc6a | renderer dry_run | keeps the array
    reset | 4fa1c756 | dry_run | an empty picture
    resize_frame_shape | 57b6f6d0 | appearance | pixels are square
    get_mobjects_to_display | f54f31a8 | renderer | what is drawn, and in what order
    capture_mobjects | aa9c8222 | dry_run renderer | draws stills; the renderer draws alike
    type_or_raise | 8a1ec8ba | renderer | fills display_funcs; what has a picture at all
    get_cairo_context | 98bd432d | renderer | the matrix; kept for each array
    get_cached_cairo_context | 72dad3aa | renderer | kept by the array's id
    cache_cairo_context | e20a85f8 | renderer | kept by the array's id
    display_multiple_vectorized_mobjects | dc2c766e | renderer appearance | what is no plain path
    display_multiple_non_background_colored_vmobjects | 9b132550 | appearance | a plain path
    display_vectorized | 6f63d303 | appearance | done again by Look.draw: in this order
    set_cairo_context_path | 98726068 | appearance | done again by `trace`
    transform_points_pre_display | 39bbac08 | appearance | left out by `trace`: changes nothing
    set_cairo_context_color | 33f2d21c | appearance | what a colour depends on: Look.style
    apply_fill | 9d50befd | appearance | fills a path that stays
    apply_stroke | 6aca446d | appearance | what a line depends on, and how wide it is
    get_stroke_rgbas | cf407ea2 | appearance | what a line depends on
    get_fill_rgbas | 8900e93f | appearance | what a filling depends on
    display_multiple_point_cloud_mobjects | (self, pmobjects, pixel_array) | renderer | draws one
    display_multiple_image_mobjects | (self, image_mobjects, pixel_array) | renderer | draws one
    background | ndarray | renderer clear_clips | the ground
    pixel_array | ndarray | renderer clear_clips recorder dry_run | the picture
    pixel_width | number | renderer appearance clear_clips | its size
    pixel_height | number | renderer appearance clear_clips | its size
    n_channels | number | clear_clips | the ground's form
    pixel_array_dtype | str | clear_clips | the ground's form
    frame_width | number | appearance | scene units to pixels
    frame_center | ndarray | appearance stage | scene units to pixels
    frame_rate | number | renderer | the clock
    cairo_line_width_multiple | number | appearance | how wide a line is
    display_funcs | dict | renderer | draws what is no plain path
manim.mobject.types.vectorized_mobject.VMobject
    get_subpath_split_indices_from_points | 4e60dd6d | appearance | done again by `trace`
    consider_points_equals_2d | fddc9319 | appearance | done again by `trace`
    get_fill_rgbas | eb67686e | appearance | is fill_rgbas
    get_stroke_rgbas | a21673a5 | appearance | is stroke_rgbas or background_stroke_rgbas
    get_stroke_width | 69ae1b9e | appearance | is stroke_width or background_stroke_width
    get_background_image | 121a9651 | appearance | makes it no plain path
    get_gradient_start_and_end_points | 8bc55ae6 | appearance | depends on points and direction
    get_sheen_direction | 0f5f93a1 | appearance | is sheen_direction
    points | ndarray | appearance labels crossings legibility mobjects | the path
    fill_rgbas | ndarray | appearance | compared by bytes
    stroke_rgbas | ndarray | appearance | compared by bytes
    background_stroke_rgbas | ndarray | appearance | compared by bytes
    sheen_direction | ndarray | appearance | compared by bytes
    stroke_width | number | appearance | compared
    background_stroke_width | number | appearance | compared
    joint_type | LineJointType | appearance | compared
    cap_style | CapStyleType | appearance | compared
    tolerance_for_point_equality | number | appearance | which ends meet
    scale | function | scenes | ScoreZoom.scale hides it: none may be scaled
    fade | function | scenes | Push.fade hides it: use FadeOut or set_opacity
manim.mobject.mobject.Mobject
    __deepcopy__ | 73929217 | patches | replaced by a copy that does the same
    copy | 70e9ca4d | patches | a deep copy and nothing else
    get_family | dd63a391 | renderer labels | the order in which all is drawn
    _iter_family | 1cf91112 | renderer labels | the order in which all is drawn
    family_members_with_points | 928a8bb1 | renderer labels | what can be seen
    center | function | mobjects | bars hide it: none may be arranged
    show | function | mobjects scenes | hidden: ours shows values
    become | function | scenes | hidden: those may not be restored or rotated
    split | function | scenes | hidden by a sentence's
manim.scene.scene.Scene
    compile_animation_data | d130919d | renderer draft | the animation's duration comes first
    begin_animations | c484a0bd | renderer | says what moves before the still part is drawn
    get_moving_and_static_mobjects | dbc132af | renderer | still ones lie below all others
    get_moving_mobjects | 69e568d8 | renderer | all from the first moving one on
    is_current_animation_frozen_frame | 0b98bf5b | renderer in_motion | a wait is one frame
    should_update_mobjects | c9158c86 | renderer stage | whether a wait is one frame
    play_internal | 7ec3faad | renderer dry_run draft | steps on the moments, renders each
    _get_animation_time_progression | fb432aa1 | dry_run draft | how the moments are asked
    get_time_progression | 4e07471e | dry_run draft | replaced: a few moments only
    update_to_time | 63ef183e | dry_run draft | may leave moments out
    next_section | faacb62a | stage encoder | tells the writer at once
    duration | number | draft dry_run | of the animation, known before it is drawn
    foreground_mobjects | list | renderer draft dry_run | drawn last
    file_writer_settings | _SceneFileWriterSettings | draft set_up | for a writer
manim.manager.Manager
    render | 489e3659 | encoder dry_run | on an error the writer is told; an early end is none
    post_construct | 180869e1 | encoder | finishes the film
    play | 3c55414a | renderer | goes to the renderer
    next_section | e322e599 | encoder draft | goes to the renderer's present writer
    file_writer | bc8a35d4 | encoder draft | the present writer, not the first
manim.scene.scene_file_writer.SceneFileWriter
    __init__ | bab9e926 | encoder draft | begins a section of its own
    next_section | 808a7223 | encoder draft | added to: a beat begins
    begin_animation | 8978c959 | encoder | replaced by nothing
    end_animation | d8f90791 | encoder | replaced by nothing
    write_frame | a7d79535 | encoder renderer | replaced: to the one film
    finish | fb64e657 | encoder draft | replaced: closes the one film
    abort_encode_jobs | 1ca9fa03 | encoder | replaced: lets go of the one film
    add_partial_movie_file | 37074755 | encoder | only takes note of a name
manim._config.utils.ManimConfig
    digest_file | 4124f165 | config | reads default.cfg over the user's settings
    update | 620bb5cd | config | sets several at once
    dry_run | property | dry_run fork_server | writes no file
    frame_rate | property | stage | the shortest hold is a frame
manim.constants
    CapStyleType | EnumType | scenes | a line's ends are round
manim.utils.family
    extract_mobject_family_members | e3ea0497 | renderer labels | the drawing order
manim.utils.iterables
    remove_list_redundancies | 4d772dda | renderer labels | of two the later one is drawn
manim
    tempconfig | 8bca5690 | dry_run | sets back whatever it has set
    logger | Logger | config | kept quiet
    __file__ | str | config | default.cfg lies beside it
manim.utils.exceptions
    EndSceneEarlyException | type | dry_run last_frame | ends a scene after a beat
manim.mobject.types.image_mobject
    AbstractImageMobject | type | renderer | has a picture
manim.animation.animation
    Animation | type | stage mobjects scenes | what our methods return
manim.animation.animation.Animation
    __init__ | 97bdd5dd | scenes | Motion is an introducer that draws for itself
    begin | 259e84c9 | scenes | Motion asks what there is now, first
    create_starting_mobject | 54b885dd | scenes | Motion copies nothing
    interpolate_mobject | c1a767fb | scenes | Motion draws a share of the way
manim.constants.LineJointType
    AUTO | LineJointType | appearance | a corner that reaches far
    MITER | LineJointType | appearance | a corner that reaches far
av.container.output.OutputContainer
    add_stream | 1d238053 | encoder splice clear_clips | its options go to the codec
    add_stream_from_template | 7fd89d5a | splice | packets without encoding
    mux | 253e7277 | encoder splice clear_clips | takes a list
av.container.core.Container
    set_chapters | d19e1367 | splice | before the first packet
av.video.reformatter.VideoReformatter
    reformat | e5991180 | encoder clear_clips | keeps its tables; BT.709 by name
av.video.frame.VideoFrame
    pict_type | getset_descriptor | encoder | a film can be cut where a beat begins
    from_ndarray | f375c80e | encoder clear_clips | RGBA, and planar YUV in one array
av.video.codeccontext.VideoCodecContext
    colorspace | getset_descriptor | encoder clear_clips | written into the film: BT.709
    color_range | getset_descriptor | encoder clear_clips | written into the film: limited
    color_trc | getset_descriptor | encoder clear_clips | written into the film: BT.709
    color_primaries | getset_descriptor | encoder clear_clips | written into the film: BT.709
    thread_count | getset_descriptor | encoder clear_clips | the same bytes on every machine
av.codec.context.CodecContext
    open | 7011599e | splice | before the first packet, to know the size of a frame of sound
av.packet.Packet
    is_keyframe | getset_descriptor | clear_clips | a packet that is shown again stays one
av.audio.resampler.AudioResampler
    __init__ | 3b5c530c | splice | frames as long as the codec takes them
av.subtitles.subtitle.SubtitleSet
    create | cbe68d02 | splice | an ASS line of a time
av.subtitles.codeccontext.SubtitleCodecContext
    encode_subtitle | 844ce418 | splice | a packet of it
    subtitle_header | getset_descriptor | splice | without it the encoder does not start
"""
_CHECKS: dict[Callable[[], object], str] = {
    default_settings_are_in_default_cfg: "config",
    unknown_settings_are_dropped: "dry_run config",
    a_background_is_a_new_array: "renderer",
    a_picture_stays_one_array: "renderer",
    an_array_keeps_its_context: "renderer",
    only_two_joints_reach_far: "appearance",
    points_are_what_is_assigned: "mobjects appearance",
    submobjects_are_what_is_assigned: "mobjects",
    colors_never_change: "patches",
    words_of_manim_are_known: "legibility",
    av_subtitles_is_loaded_by_a_stream: "splice",
    pages_name_the_files_that_are_copied: "deck_page",
}


def _rows() -> Iterator[Row]:
    owner = ""
    for line in _PARTS.strip().splitlines():
        if not line.startswith(" "):
            owner = line
            continue
        name, expected, users, why = (part.strip() for part in line.split(" | "))
        is_hash = re.fullmatch("[0-9a-f]{8}", expected)
        kind = "body" if is_hash else "signature" if expected.startswith("(") else "type"
        yield Row(f"{owner}.{name}", kind, expected, users.split(), why)
    for check, users in _CHECKS.items():
        yield Row(check.__name__, "behaviour", "True", users.split(), check.__doc__ or "", check)


TABLE = list(_rows())
