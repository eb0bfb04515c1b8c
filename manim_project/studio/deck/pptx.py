"""The deck for PowerPoint: a slide a beat, filled by its film, which plays as the slide arrives.

The poster is the beat's last frame. PowerPoint shows it only until the film starts, a moment, but
everything that stands still shows nothing else: hand-outs, thumbnails, a PDF made of the slides,
and programs that do not play films by themselves.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu

from manim_project import theme
from manim_project.scenes import TITLE
from manim_project.studio.deck.slides import Slide, plain_notes

HEIGHT = Emu(6_858_000)  # 19.05 cm: that of PowerPoint's own slides of either aspect
TITLE_ONLY = 5  # the layout of python-pptx's template that has a title and nothing else

# What PowerPoint writes for "Start: Automatically": an effect that comes as the main sequence
# begins. python-pptx's own waits for a click.
TIMING = """
<p:timing {namespaces}><p:tnLst><p:par>
 <p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>
  <p:seq concurrent="1" nextAc="seek">
   <p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst><p:par>
    <p:cTn id="3" fill="hold">
     <p:stCondLst><p:cond delay="indefinite"/>
      <p:cond evt="onBegin" delay="0"><p:tn val="2"/></p:cond></p:stCondLst>
     <p:childTnLst><p:par><p:cTn id="4" fill="hold">
      <p:stCondLst><p:cond delay="0"/></p:stCondLst>
      <p:childTnLst><p:par>
       <p:cTn id="5" presetID="1" presetClass="mediacall" presetSubtype="0" fill="hold"
         nodeType="afterEffect">
        <p:stCondLst><p:cond delay="0"/></p:stCondLst>
        <p:childTnLst><p:cmd type="call" cmd="playFrom(0.0)"><p:cBhvr>
         <p:cTn id="6" dur="{milliseconds}" fill="hold"/>
         <p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl>
        </p:cBhvr></p:cmd></p:childTnLst>
       </p:cTn></p:par></p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par>
   </p:childTnLst></p:cTn>
   <p:prevCondLst><p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>
   </p:prevCondLst>
   <p:nextCondLst><p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>
   </p:nextCondLst>
  </p:seq>
  <p:video><p:cMediaNode vol="80000">
   <p:cTn id="7" {repeat}fill="hold" display="0">
    <p:stCondLst><p:cond delay="indefinite"/></p:stCondLst></p:cTn>
   <p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl>
  </p:cMediaNode></p:video>
 </p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>
"""


def write_pptx(slides: list[Slide], made: float, folder: Path) -> None:
    """Write deck.pptx into the deck's folder. `made`: when the films were (seconds since 1970)."""
    presentation = Presentation()
    presentation.slide_height = HEIGHT
    presentation.slide_width = Emu(round(HEIGHT * theme.FRAME_WIDTH / theme.FRAME_HEIGHT))
    ground = presentation.slide_master.background.fill
    ground.solid()
    ground.fore_color.rgb = RGBColor.from_string(theme.BACKGROUND[1:])
    for slide in slides:
        _add(presentation, slide, folder)
    about = presentation.core_properties
    about.title, about.language = TITLE, "en"
    about.author = about.last_modified_by = ""  # the template names its own
    about.created = about.modified = datetime.fromtimestamp(made, UTC)
    presentation.save(str(folder / "deck.pptx"))


def _add(presentation: Any, slide: Slide, folder: Path) -> None:
    width, height = presentation.slide_width, presentation.slide_height
    page = presentation.slides.add_slide(presentation.slide_layouts[TITLE_ONLY])
    title = page.shapes.title  # above the slide, where PowerPoint puts hidden ones
    title.left, title.top, title.width, title.height = 0, -height // 4, width, height // 5
    title.text = slide.step.title
    movie = page.shapes.add_movie(
        str(folder / slide.clip), 0, 0, width, height, str(folder / slide.poster), "video/mp4"
    )
    movie._element.nvPicPr.cNvPr.set("descr", slide.step.caption)
    old = page.element.find(qn("p:timing"))  # python-pptx's plays at a click
    old.getparent().replace(old, _timing(movie.shape_id, slide))
    page.notes_slide.notes_text_frame.text = plain_notes(slide)


def _timing(shape: int, slide: Slide) -> Any:
    return parse_xml(
        TIMING.format(
            namespaces=nsdecls("p"),
            shape=shape,
            milliseconds=round(1000 * slide.step.frames / slide.step.fps),
            repeat='repeatCount="indefinite" ' if slide.step.loops else "",
        )
    )
