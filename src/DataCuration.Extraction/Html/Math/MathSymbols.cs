using System.Collections.Frozen;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Maps characters of MathML to TeX. Names are those of LaTeX with amsmath and amssymb; characters follow Unicode Technical Report 25 and the tables of
/// unicode-math.
/// </summary>
internal static class MathSymbols
{
    private const string Table = """
        α\alpha β\beta γ\gamma δ\delta ε\varepsilon ϵ\epsilon ζ\zeta η\eta θ\theta ϑ\vartheta ι\iota κ\kappa ϰ\varkappa λ\lambda μ\mu µ\mu ν\nu ξ\xi π\pi ϖ\varpi ρ\rho ϱ\varrho σ\sigma ς\varsigma τ\tau υ\upsilon
        φ\varphi ϕ\phi χ\chi ψ\psi ω\omega Γ\Gamma Δ\Delta ∆\Delta Θ\Theta Λ\Lambda Ξ\Xi Π\Pi Σ\Sigma Υ\Upsilon Φ\Phi Ψ\Psi Ω\Omega Ω\Omega ϝ\digamma ℵ\aleph ℶ\beth ℷ\gimel ℏ\hbar ħ\hbar ℓ\ell ℘\wp ℜ\Re ℑ\Im ı\imath ȷ\jmath
        ∂\partial ∇\nabla ∞\infty ∅\emptyset ⌀\varnothing ∀\forall ∃\exists ∄\nexists ¬\neg ⊤\top ⊥\perp ∠\angle ∡\measuredangle △\triangle □\square ■\blacksquare ◻\square ◊\lozenge ♯\sharp ♭\flat ♮\natural ♣\clubsuit ♢\diamondsuit ♡\heartsuit ♠\spadesuit
        ±\pm ∓\mp ×\times ÷\div ⋅\cdot ·\cdot ∗\ast ⋆\star ∘\circ •\bullet ∙\bullet ⊕\oplus ⊖\ominus ⊗\otimes ⊘\oslash ⊙\odot †\dagger ‡\ddagger ∧\wedge ∨\vee ∩\cap ∪\cup ⊎\uplus ⊓\sqcap ⊔\sqcup ∖\setminus ⋄\diamond ≀\wr ⋉\ltimes ⋊\rtimes ⊞\boxplus ⊠\boxtimes
        ≤\leq ≥\geq ≠\neq ≡\equiv ≈\approx ∼\sim ≃\simeq ≅\cong ≐\doteq ≜\triangleq ≔\coloneqq ∝\propto ≪\ll ≫\gg ≺\prec ≻\succ ⪯\preceq ⪰\succeq ≼\preccurlyeq ≽\succcurlyeq ⩽\leqslant ⩾\geqslant ≲\lesssim ≳\gtrsim ≍\asymp ⊂\subset ⊃\supset ⊆\subseteq ⊇\supseteq
        ⊊\subsetneq ⊋\supsetneq ⊄\not\subset ⊈\nsubseteq ∈\in ∉\notin ∋\ni ⊢\vdash ⊣\dashv ⊨\models ⊩\Vdash ∣\mid ∤\nmid ∥\parallel ∦\nparallel ⌣\smile ⌢\frown ⋈\bowtie ⊏\sqsubset ⊑\sqsubseteq ⊒\sqsupseteq ≁\nsim ≮\nless ≯\ngtr ≰\nleq ≱\ngeq ⊲\lhd ⊴\trianglelefteq ⊳\rhd
        ←\leftarrow →\to ↔\leftrightarrow ⇐\Leftarrow ⇒\Rightarrow ⇔\Leftrightarrow ↑\uparrow ↓\downarrow ↕\updownarrow ⇑\Uparrow ⇓\Downarrow ↦\mapsto ⟵\longleftarrow ⟶\longrightarrow ⟷\longleftrightarrow ⟸\Longleftarrow ⟹\implies ⟺\iff ⟼\longmapsto ↪\hookrightarrow ↩\hookleftarrow
        ↗\nearrow ↘\searrow ↙\swarrow ↖\nwarrow ⇀\rightharpoonup ⇁\rightharpoondown ↼\leftharpoonup ↽\leftharpoondown ⇌\rightleftharpoons ⇋\leftrightharpoons ↠\twoheadrightarrow ⇝\rightsquigarrow ⊸\multimap ↾\upharpoonright
        ∑\sum ∏\prod ∐\coprod ∫\int ∬\iint ∭\iiint ∮\oint ⋂\bigcap ⋃\bigcup ⋁\bigvee ⋀\bigwedge ⨀\bigodot ⨁\bigoplus ⨂\bigotimes ⨄\biguplus ⨆\bigsqcup √\surd
        ⟨\langle ⟩\rangle 〈\langle 〉\rangle ⌈\lceil ⌉\rceil ⌊\lfloor ⌋\rfloor ‖\| ⟦\llbracket ⟧\rrbracket …\ldots ⋯\cdots ⋮\vdots ⋱\ddots ′' ″'' ‴''' −- ‐- –- ∶: °^\circ ∴\therefore ∵\because ⋘\lll ⋙\ggg ∎\blacksquare ✓\checkmark ∕/ ⁄/ ℃^\circ\mathrm{C} ð\eth ◯\bigcirc
        ℝ\mathbb{R} ℂ\mathbb{C} ℕ\mathbb{N} ℤ\mathbb{Z} ℚ\mathbb{Q} ℙ\mathbb{P} ℍ\mathbb{H} ℒ\mathcal{L} ℋ\mathcal{H} ℐ\mathcal{I} ℬ\mathcal{B} ℰ\mathcal{E} ℱ\mathcal{F} ℳ\mathcal{M} ℛ\mathcal{R} ℊ\mathcal{g} ℯ\mathcal{e} ℴ\mathcal{o} ℭ\mathfrak{C} ℌ\mathfrak{H} ℨ\mathfrak{Z} ℎh
        """;

    private static readonly FrozenDictionary<int, string> Commands = ReadTable();

    private static readonly FrozenSet<string> FunctionNames = new[]
    {
        "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "det", "dim", "exp", "gcd", "hom", "inf", "ker", "lg", "lim", "liminf",
        "limsup", "ln", "log", "max", "min", "Pr",
        "sec", "sin", "sinh", "sup", "tan", "tanh",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Unicode's mathematical alphabets from U+1D400, with 52 letters each.
    private static readonly string[] Alphabets =
        [@"\mathbf", "", @"\boldsymbol", @"\mathcal", @"\boldsymbol", @"\mathfrak", @"\mathbb", @"\mathfrak", @"\mathsf", @"\mathsf",
            @"\mathsf", @"\mathsf", @"\mathtt"];

    private static readonly (string Accent, string Short, string Long)[] AccentsOver =
    [
        ("^", @"\hat", @"\widehat"), ("ˆ", @"\hat", @"\widehat"), ("\u0302", @"\hat", @"\widehat"),
        ("~", @"\tilde", @"\widetilde"), ("˜", @"\tilde", @"\widetilde"),
        ("\u0303", @"\tilde", @"\widetilde"), ("∼", @"\tilde", @"\widetilde"), ("¯", @"\bar", @"\overline"),
        ("‾", @"\bar", @"\overline"), ("_", @"\bar", @"\overline"),
        ("\u0304", @"\bar", @"\overline"), ("\u0305", @"\overline", @"\overline"), ("―", @"\bar", @"\overline"), ("→", @"\vec", @"\overrightarrow"),
        ("\u20D7", @"\vec", @"\overrightarrow"), ("←", @"\overleftarrow", @"\overleftarrow"), ("⇀", @"\vec", @"\overrightarrow"),
        ("↔", @"\overleftrightarrow", @"\overleftrightarrow"), ("˙", @"\dot", @"\dot"), ("\u0307", @"\dot", @"\dot"),
        (".", @"\dot", @"\dot"), ("¨", @"\ddot", @"\ddot"),
        ("\u0308", @"\ddot", @"\ddot"), ("..", @"\ddot", @"\ddot"), ("ˇ", @"\check", @"\check"), ("˘", @"\breve", @"\breve"), ("´", @"\acute", @"\acute"),
        ("`", @"\grave", @"\grave"), ("⏞", @"\overbrace", @"\overbrace"), ("⏜", @"\overparen", @"\overparen"),
    ];

    private static readonly (string Accent, string Command)[] AccentsUnder =
    [
        ("_", @"\underline"), ("¯", @"\underline"), ("‾", @"\underline"), ("\u0332", @"\underline"), ("―", @"\underline"), ("⏟", @"\underbrace"),
        ("⏝", @"\underparen"), ("→", @"\underrightarrow"),
    ];

    private static readonly FrozenDictionary<string, (string Short, string Long)> Over =
        AccentsOver.ToFrozenDictionary(static accent => accent.Accent, static accent => (accent.Short, accent.Long), StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, string> Under =
        AccentsUnder.ToFrozenDictionary(static accent => accent.Accent, static accent => accent.Command, StringComparer.Ordinal);

    /// <summary>Returns true if TeX has a function with this name.</summary>
    public static bool IsFunction(string name) => FunctionNames.Contains(name);

    /// <summary>Returns true if the limits of an operator are written above and below it.</summary>
    public static bool TakesLimits(string text) => text is "∑" or "∏" or "∐" or "⋂" or "⋃" or "⋁" or "⋀" or "⨀" or "⨁" or "⨂" or "⨄" or "⨆" or "∫" or "∬" or "∭"
        or "∮" or "lim" or "max" or "min" or "sup" or "inf" or "liminf" or "limsup" or "det" or "gcd" or "Pr"
        || text.StartsWith("arg m", StringComparison.Ordinal) || text is "argmax" or "argmin";

    /// <summary>Gets the command of an accent above; null if the character is not an accent.</summary>
    /// <param name="text">The accent character.</param>
    /// <param name="isLong">True if it spans more than one character.</param>
    public static string? Accent(string text, bool isLong) =>
        Over.TryGetValue(text, out (string Short, string Long) command) ? isLong ? command.Long : command.Short : null;

    /// <summary>Gets the command of a line or brace below; null if the character is not one of these.</summary>
    public static string? AccentBelow(string text) => Under.GetValueOrDefault(text);

    /// <summary>Gets the TeX of a character; empty if it is invisible.</summary>
    public static string Of(Rune rune)
    {
        int code = rune.Value;
        if (code is >= 0x2061 and <= 0x2064 or 0x200B or 0xFEFF or 0x00AD or 0xFE0E or 0xFE0F || Rune.IsControl(rune)) return "";
        switch (code)
        {
            case '{' or '}' or '%' or '&' or '#' or '$' or '_': return "\\" + (char)code;
            case '\\': return @"\backslash";
            case '^': return @"\wedge";
            case '~': return @"\sim";
            case '*': return "*";
            case < 0x80: return ((char)code).ToString();
        }
        if (Rune.IsWhiteSpace(rune)) return " ";
        if (Commands.TryGetValue(code, out string? command)) return command;
        if (code is >= 0x1D400 and < 0x1D6A4)
        {
            int letter = (code - 0x1D400) % 52;
            char plain = (char)(letter < 26 ? 'A' + letter : 'a' + letter - 26);
            string alphabet = Alphabets[(code - 0x1D400) / 52];
            return alphabet.Length == 0 ? plain.ToString() : $"{alphabet}{{{plain}}}";
        }
        if (code is >= 0x1D7CE and <= 0x1D7FF) return ((char)('0' + ((code - 0x1D7CE) % 10))).ToString();
        return rune.ToString();
    }

    private static FrozenDictionary<int, string> ReadTable()
    {
        var commands = new Dictionary<int, string>();
        foreach (string entry in Table.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            Rune.DecodeFromUtf16(entry, out Rune rune, out int length);
            commands[rune.Value] = entry[length..];
        }
        return commands.ToFrozenDictionary();
    }
}
