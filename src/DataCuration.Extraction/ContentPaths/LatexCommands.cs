namespace DataCuration.Extraction;

/// <summary>The default lists of accepted and rejected LaTeX commands of <see cref="MathTextRule"/>.</summary>
/// <remarks>
/// RedStone does not publish its lists; these are ours. Accepted are commands that TeX, LaTeX and amsmath define for math mode only: letters, operators,
/// relations, arrows, delimiters, accents, fonts, fractions. Running text and other languages do not use them. Rejected are commands of text and document
/// structure, which occur without formulas in programs, templates and questions about LaTeX. Also rejected are the control words of RTF, and names common in
/// Windows paths and escape sequences. Commands on neither list do not count.
/// </remarks>
internal static class LatexCommands
{
    public static readonly string[] Accepted = Split(
        "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma varsigma tau "
            + "upsilon phi varphi chi psi omega "
        + "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega "
        + "frac dfrac tfrac cfrac binom dbinom tbinom sqrt sum prod coprod int iint iiint oint bigcup bigcap bigsqcup bigvee bigwedge bigoplus bigotimes lim "
            + "limsup liminf sup inf max min arg argmax argmin det dim ker gcd deg exp log ln lg "
        + "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth Pr hom bmod pmod operatorname limits nolimits "
        + "infty partial nabla hbar ell Re Im wp aleph beth imath jmath forall exists nexists emptyset varnothing neg angle triangle "
            + "square prime therefore because "
        + "cdot times div pm mp ast star circ bullet oplus ominus otimes odot wedge vee cap cup setminus sqcup sqcap land lor "
        + "leq le geq ge neq ne equiv approx sim simeq cong propto doteq ll gg prec succ preceq succeq subset supset subseteq supseteq subsetneq notin ni perp "
            + "parallel mid nmid models vdash dashv leqslant geqslant lesssim gtrsim triangleq "
        + "to mapsto rightarrow leftarrow Rightarrow Leftarrow leftrightarrow Leftrightarrow longrightarrow longleftarrow Longrightarrow Longleftrightarrow "
            + "implies iff uparrow downarrow hookrightarrow xrightarrow nearrow searrow rightharpoonup "
        + "ldots cdots vdots ddots dots dotsb dotsc left right big Big bigg Bigg bigl bigr Bigl Bigr langle rangle lfloor rfloor "
            + "lceil rceil lvert rvert lVert rVert "
        + "hat widehat bar vec dot ddot tilde widetilde overline underline overrightarrow overbrace underbrace overset underset stackrel substack "
        + "mathbb mathbf mathcal mathfrak mathit mathrm mathscr mathsf boldsymbol displaystyle textstyle quad qquad "
        + "pmatrix bmatrix vmatrix eqref intertext");

    public static readonly string[] Rejected = Split(
        "begin end documentclass usepackage section subsection chapter paragraph title author date maketitle tableofcontents newcommand renewcommand "
            + "newenvironment input include includegraphics caption label ref cite footnote item href url "
        + "textbf textit texttt textsc emph em bf it tt large small tiny huge centering par noindent newline newpage clearpage vspace hspace linebreak text "
        + "rtf ansi deff fonttbl colortbl stylesheet pard plain viewkind trowd cell row "
        + "users windows system program programs documents desktop temp tmp bin lib src test tests new null net data dev dist build home local "
            + "public public web www http https");

    private static string[] Split(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
