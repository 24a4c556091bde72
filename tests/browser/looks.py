"""What a browser tells of a page as it is drawn: sizes, borders, motion, what a printer gets."""

# Of all that says something itself; what stands in drawings keeps their measure.
SIZES = """() => {
  window.measured = [...document.body.querySelectorAll('*')]
    .filter((each) => !each.closest('svg, script, style, noscript') && each.checkVisibility()
      && [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
  return window.measured.map(
    (each) => [each.outerHTML.slice(0, 80), parseFloat(getComputedStyle(each).fontSize)]);
}"""
# Of the same, whether or not they are still shown.
SIZES_NOW = "() => window.measured.map((each) => parseFloat(getComputedStyle(each).fontSize))"
BUTTONS_WITHOUT_EDGE = """() => [...document.querySelectorAll('button, .button, main select, main input')]
  .filter((each) => !['hidden', 'checkbox', 'radio'].includes(each.type))
  .filter((each) => each.checkVisibility() && each.offsetWidth > 1
    && getComputedStyle(each).borderBlockEndStyle === 'none')
  .map((each) => each.outerHTML.slice(0, 120))"""
# Of the links of a navigation, the one to where one is.
CURRENT_AS_OTHERS = """() => [...document.querySelectorAll('nav a[aria-current]')].filter((each) => {
    const other = each.closest('nav').querySelector('a:not([aria-current])');
    return other && getComputedStyle(other).backgroundColor === getComputedStyle(each).backgroundColor;
  }).map((each) => each.outerHTML.slice(0, 120))"""
WHAT_MOVES = """() => [...document.querySelectorAll('*')].filter((each) => {
    const style = getComputedStyle(each);
    return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
  }).map((each) => each.outerHTML.slice(0, 120)).slice(0, 3)"""
PRINTED = """() => ({
    left: [...document.querySelectorAll('.site-nav, .site-search, .site-tools, .skip-link')]
      .filter((each) => each.checkVisibility()).map((each) => each.className),
    says: document.querySelector('main').checkVisibility(),
    // Headings that a sheet may end with.
    alone: [...document.querySelectorAll('main :is(h1, h2, h3, h4)')]
      .filter((each) => getComputedStyle(each).breakAfter !== 'avoid')
      .map((each) => each.outerHTML.slice(0, 80)),
    paper: getComputedStyle(document.body).backgroundColor,
    isTooWide: document.documentElement.scrollWidth > window.innerWidth,
  })"""
# Where what stands in each part of the page begins: head, text, foot.
EDGES = """() => [...new Set([...document.querySelectorAll('.container')].map((each) =>
    Math.round(each.getBoundingClientRect().left + parseFloat(getComputedStyle(each).paddingLeft))))]"""
# What is pressed, and is less tall than a finger is wide.
LOW = """() => [...document.querySelectorAll(
    'button, .button, summary, select, main input:not([type=checkbox], [type=radio], [type=hidden])')]
  .filter((each) => each.checkVisibility() && each.offsetWidth > 1 && !each.closest('.visually-hidden'))
  .filter((each) => each.offsetHeight < 44)
  .map((each) => [each.outerHTML.slice(0, 80), each.offsetHeight])"""
# Titles that would be broken anywhere.
WITHOUT_WORDS = """() => [...document.querySelectorAll('main h1')]
  .filter((each) => each.textContent.trim().length > 10 && !each.querySelector('wbr'))
  .map((each) => each.textContent.trim())"""
# The navigation of the portal takes one line of a phone, whatever there is to do.
LINES = """() => [...document.querySelectorAll('.portal__bar nav')].map(
    (each) => Math.round(each.offsetHeight / each.querySelector('li').offsetHeight))"""
# Pictures of which no window shows the whole.
TALL = """() => [...document.querySelectorAll('main img')]
  .filter((each) => each.offsetHeight > innerHeight).map((each) => each.outerHTML.slice(0, 120))"""
SCREENS = "Math.ceil(document.documentElement.scrollHeight / innerHeight)"
OVERFLOWS = "document.documentElement.scrollWidth > window.innerWidth"
GROW = "(size) => { document.documentElement.dataset.size = size; }"
