namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>Superscripts and subscripts.</summary>
internal static class PowersPages
{
    public static IReadOnlyList<SitePage> All { get; } =
    [
        new("power-units", SiteLayout.MediaWiki, "<p>The lake covers 14&nbsp;km<sup>2</sup> and holds 3.2&nbsp;×&nbsp;10<sup>−4</sup> kg m<sup>−3</sup>; "
            + "CO<sub>2</sub> rises by 5·10<sup>3</sup> t.</p>",
            ["km²|km^2|km^{2}", "10⁻⁴|10^{-4}|10^{−4}|10^-4", "m⁻³|m^{-3}|m^{−3}", "CO₂|CO2|CO_2", "10³|10^3|10^{3}"], ["10−4", "103 t", "km2"]),
        new("power-ordinals", SiteLayout.Article, "<p>On the 2<sup>nd</sup> of May, the 3<sup>rd</sup> train left; by the 21<sup>st</sup> all ran, and the "
            + "19<sup>th</sup> century began again.</p>", ["2nd", "3rd", "21st", "19th"], ["2^", "3^"]),
        new("power-french", SiteLayout.WordPress, "<p>Au XIX<sup>e</sup> siècle, la 1<sup>re</sup> ligne ouvrit, et M<sup>me</sup> Durand, n<sup>o</sup> 5, "
            + "prit le 2<sup>e</sup> train.</p>", ["XIXe", "1re", "Mme", "2e"], ["^"], Language: "fr"),
        new("power-nested", SiteLayout.Sphinx, "<p>The sum is e<sup>x<sup>2</sup></sup> and a<sub>i<sub>j</sub></sub>, with x<sub>max</sub> and E = mc<sup>"
            + "2</sup>.</p>", ["e^{x²}|e^{x^2}|e^{x^{2}}", "x_{max}|xₘₐₓ|x_max", "mc²|mc^2|mc^{2}"], ["ex2", "mc2"]),
        new("power-span", SiteLayout.Docusaurus, "<p>About 10<span class=sup>9</span> grains and 10<span style='vertical-align:super;font-size:smaller'>"
            + "12</span> bits, log<sub>2</sub>n steps.</p>", ["10⁹|10^9|10^{9}", "10¹²|10^{12}|10^12", "log₂n|log_2|log_{2}"], ["109 grains", "1012 bits"]),
        new("power-isotope", SiteLayout.MediaWiki, "<p>The isotope <sup>14</sup>C decays to <sup>14</sup>N, as <sup>235</sup>U and Fe<sup>3+</sup>, SO<sub>"
            + "4</sub><sup>2−</sup> do.</p>", ["¹⁴C|^{14}C|^14C", "Fe³⁺|Fe^{3+}", "SO₄²⁻|SO_4^{2-}|SO_{4}^{2−}|SO₄^{2−}"], ["14C", "Fe3+", "SO42"]),
        new("power-tm", SiteLayout.Bootstrap, "<p>The Railmaster<sup>®</sup> of the Valley<sup>TM</sup> costs 9<sup>99</sup> euros and weighs 10<sup>"
            + "1.5</sup> tons.</p>", ["Railmaster®", "Valley™|ValleyTM", "10^{1.5}|10¹·⁵|10¹⋅⁵|10^1.5"], ["101.5"]),
        new("power-spanish", SiteLayout.WordPress, "<p>El 1.<sup>er</sup> tren, la 2.<sup>a</sup> línea y 10<sup>6</sup> viajeros; n.<sup>o</sup> 7.</p>",
            ["1.er|1.ᵉʳ", "10⁶"], ["106"], Language: "es"),
        new("power-html-entity", SiteLayout.Tables, "<p>It weighs 10<SUP>3</SUP> kg, or 2<sup>10</sup> units, at 5 m/s<sup>2</sup>.</p>",
            ["10³", "2¹⁰", "m/s²"], ["103 kg", "210 units"]),
        new("power-bold", SiteLayout.Bootstrap, "<p>About <b>10<sup>6</sup></b> grains and 10<sup><b>7</b></sup> or 10<sup>-9</sup> m; x<sub>1</sub>, x<sub>"
            + "2</sub> and a<sup>*</sup>.</p>", ["10⁶|10⁶", "10⁷|10^{7}", "10⁻⁹", "x₁", "x₂"], ["106 grains", "107 or"]),
        new("power-spaces", SiteLayout.Article, "<p>There are 10 <sup>6</sup> cells, 10<sup> 8 </sup> salts and 10<sup>n</sup> or a<sup>n-1</sup> "
            + "others.</p>", ["10⁸", "10ⁿ", "aⁿ⁻¹"], ["10 6", "108"]),
        new("power-mathjaxless", SiteLayout.Docusaurus, "<p>f(x)=x<sup>2</sup>+2x<sup>k+1</sup>, with a<sub>n+1</sub> and b<sub>foo</sub>.</p>",
            ["x²", "xᵏ⁺¹|x^{k+1}", "aₙ₊₁|a_{n+1}"], ["x2+", "k+1,|2xk"]),
        new("power-abbr", SiteLayout.WordPress, "<p>Le 1<sup>er</sup> mai, S<sup>t</sup> Jean, D<sup>r</sup> Petit et la 2<sup>nde</sup> gare ; 3<sup>"
            + "ème</sup> quai.</p>", ["1er", "2nde", "3ème"], ["^"], Language: "fr"),
        new("power-footnote-plain", SiteLayout.Article, "<p>The line opened in 1898<sup>3</sup> and closed in 1950.<sup>4</sup></p>", ["1898"], ["18983"]),
        new("power-neg", SiteLayout.Article, "<p>A cell has 10<sup>&minus;6</sup> g, 10<sup>–9</sup> m, 3<sup>1/2</sup> and 5<sup>x</sup>.</p>",
            ["10⁻⁶", "10⁻⁹", "3^{1/2}|3¹ᐟ²"], ["10−6", "31/2"]),
        new("power-math-i", SiteLayout.Docusaurus, "<p>x<sup><i>n</i></sup> + y<sub><i>i</i></sub> = z<sup>(2)</sup>, A<sup>T</sup>, R<sup>2</sup> and <i>"
            + "e</i><sup>−<i>x</i></sup>.</p>", ["xⁿ|x^{n}", "yᵢ", "z⁽²⁾", "Aᵀ|A^{T}", "R²"], ["xn", "R2"]),
        new("power-pre", SiteLayout.Sphinx, "<pre>2<sup>8</sup> = 256</pre><p>It holds 2<sup>8</sup> values.</p>", ["2⁸ values"], ["28 = 256", "28 values"]),
        new("power-table", SiteLayout.Bootstrap, "<table class=table><tr><th>Unit</th><th>m<sup>2</sup></th></tr><tr><td>Yard</td><td>10<sup>4</sup></td>"
            + "</tr></table>", ["m²", "10⁴"], ["104"]),
        new("power-heading", SiteLayout.MediaWiki, "<h2>Areas in km<sup>2</sup> and CO<sub>2</sub></h2><p>The valley has ninety of them in all.</p>",
            ["km²", "CO₂"], []),
        new("power-it", SiteLayout.Article, "<div lang=it><p>Il 1<sup>o</sup> maggio la 2<sup>a</sup> linea portò 10<sup>5</sup> viaggiatori.</p></div>",
            ["1o maggio|1º maggio|1ᵒ maggio", "10⁵"], ["105"]),
        new("power-unicode", SiteLayout.WordPress, "<p>Ca<sup>2+</sup> and HCO<sub>3</sub><sup>−</sup>, 10<sup>th</sup> place, 4<sup>th</sup> floor, x<sup>"
            + "2</sup>y<sup>3</sup></p>", ["Ca²⁺", "HCO₃⁻", "10th", "4th", "x²y³"], ["Ca2+", "x2y3"]),
    ];
}
