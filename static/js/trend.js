// The trend of a metric: plotly and the figure come only when the chart comes into view. The page's table says the same.
const LOADED = new Map();

function load(address) {
  if (!LOADED.has(address)) {
    LOADED.set(address, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(window.Plotly);
      script.onerror = reject;
      document.head.append(script);
    }));
  }
  return LOADED.get(address);
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function dress(figure, chart) {
  const ink = colour("--ink"), quiet = colour("--ink-3"), line = colour("--line");
  const last = figure.data.length - 1;
  figure.data.forEach((trace, place) => {
    const tone = place === last ? ink : quiet;
    if (trace.type === "bar") {
      trace.marker = {color: trace.x.map((_, bar) => (bar === trace.x.length - 1 ? colour("--hold-solid") : colour("--line-2")))};
    } else {
      trace.line = {...trace.line, color: tone};
      trace.marker = {color: tone, size: 7};
    }
  });
  const shapes = (figure.layout.shapes || []).map((shape) => {
    const fill = {good: "--go-bg", "note outage": "--stale-bg"}[shape.name];
    return fill && shape.type === "rect" ? {...shape, fillcolor: colour(fill)} : {...shape, line: {...shape.line, color: quiet}};
  });
  const annotations = (figure.layout.annotations || []).map((note) => (
    {...note, font: {color: ink, size: 12}, bgcolor: colour("--card"), bordercolor: colour("--line-2"), borderpad: 3}));
  const axis = {gridcolor: line, linecolor: line, tickfont: {color: quiet, size: 13}};
  return {
    ...figure.layout,
    shapes,
    annotations,
    height: 300,
    margin: {l: 56, r: 16, t: annotations.length ? 30 : 12, b: 40},
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: {family: getComputedStyle(chart).fontFamily, color: ink},
    hoverlabel: {bgcolor: colour("--card"), bordercolor: line, font: {color: ink}},
    legend: {orientation: "h", x: 0, y: 1.14, font: {color: ink}},
    xaxis: {...figure.layout.xaxis, ...axis, fixedrange: true},
    yaxis: {...figure.layout.yaxis, ...axis, fixedrange: true},
  };
}

async function draw(chart) {
  try {
    const [plotly, answer] = await Promise.all([
      load(chart.dataset.plotly),
      fetch(chart.dataset.trend, {headers: {Accept: "application/json"}}),
    ]);
    const figure = await answer.json();
    await plotly.react(chart, figure.data, dress(figure, chart), {displayModeBar: false, responsive: true});
    chart.dataset.drawn = "yes";
  } catch {
    chart.hidden = true;
    chart.parentElement.querySelector("details").open = true;
  }
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) {
      seen.unobserve(entry.target);
      draw(entry.target);
    }
  }
});
document.querySelectorAll("[data-trend]").forEach((chart) => seen.observe(chart));
