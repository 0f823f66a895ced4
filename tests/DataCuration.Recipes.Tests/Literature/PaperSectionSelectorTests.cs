using DataCuration.TestKit;

namespace DataCuration.Recipes.Tests.Literature;

public sealed class PaperSectionSelectorTests : StageConformance
{
    [Theory]
    [InlineData("# Title\n\n## Abstract\n\nWe see.\n\n## 1 Introduction\n\nStars.\n\n### 1.1 Aim\n\nOld.\n\n"
        + "## 2 Methods\n\nLong.\n\n## 3 Conclusions\n\nDone.\n\n## References\n\n[1] A",
        "Abstract\n\nWe see.\n\nIntroduction\n\nStars.\n\nAim\n\nOld.\n\nConclusions\n\nDone.")]
    [InlineData("\\begin{abstract}\nWe see.\n\\end{abstract}\nkeywords\n\\section{Introduction}\\label{s:i}\nStars.\n"
        + "\\subsection{Aim}\nOld.\n\\section{Data}\nNo.\n"
        + "\\section*{Summary and conclusions}\nDone.", "Abstract\n\nWe see.\n\nIntroduction\n\nStars.\n\nAim\n\nOld.\n\nSummary and conclusions\n\nDone.")]
    [InlineData("Title\n\nAbstract\nWe see.\n\n1 Introduction\nStars.\n\n1.1 Aim\nOld.\n\n2 Data\nNo.\n\nIV. CONCLUSIONS\nDone.\nReferences\n[1] A",
        "Abstract\n\nWe see.\n\nIntroduction\n\nStars.\n\nAim\n\nOld.\n\nCONCLUSIONS\n\nDone.")]
    [InlineData("Abstract. We see.\nMore.\n\nIntroduction\n\nStars.\n\nMethods\n\nNo.", "Abstract\n\nWe see.\nMore.\n\nIntroduction\n\nStars.")]
    [InlineData("**Abstract**—We see.\n\n**1 Introduction**\n\nStars.\n\n**2 Data**\n\nNo.", "Abstract\n\nWe see.\n\nIntroduction\n\nStars.")]
    [InlineData("# An introduction to quasars\n\nNo.\n\n## Abstract\n\nWe see.\n\n## Data\n\nNo.", "Abstract\n\nWe see.")]
    [InlineData("Introduction\n\nThe planet has\n3 Jupiter masses and more\nof it.\n\nResults\n\nNo.",
        "Introduction\n\nThe planet has\n3 Jupiter masses and more\nof it.")]
    [InlineData("# Title\n\nAbstract. We see.\n\n## 1 Introduction\n\nStars.\n\n## 2 Methods\n\nNo.\n\n## References\n\n[1] A",
        "Abstract\n\nWe see.\n\nIntroduction\n\nStars.")]
    [InlineData("Introduction\n\nWe show the\ndata.\nMore.\n\nMethods\n\nNo, these are our\nconclusions. So no.",
        "Introduction\n\nWe show the\ndata.\nMore.")]
    [InlineData("introduction\n\nStars.\n\n1 methods\n\nNo.", "introduction\n\nStars.")]
    [InlineData("\\begin{abstract} We see. \\end{abstract}\nkeywords\n\\section{Conclusions}\nDone.\n\\begin{thebibliography}{9}\n\\bibitem{a} A",
        "Abstract\n\nWe see.\n\nConclusions\n\nDone.")]
    [InlineData("\\section{Conclusions}\nDone.\n\\acknowledgments\nThanks.\n\\appendix\nMore.", "Conclusions\n\nDone.")]
    [InlineData("\\section{The \\emph{main} {\\bf nested} conclusions}\\label{s:c}\nDone.", "The main \\bf nested conclusions\n\nDone.")]
    [InlineData("\\section[Short {a]} title]{\\textbf{Introduction}\\label{s:i}}\nStars.\n\\section{Data}\nNo.", "Introduction\n\nStars.")]
    [InlineData("\\section{Introduction to $\\{x_{1}\\}$ \\& \\texorpdfstring{$\\alpha$}{alpha}\\footnote{By \\emph{us}.}}\nStars.",
        "Introduction to $\\{x_{1}\\}$ & alpha\n\nStars.")]
    [InlineData("\\section{History \\citep{introduction}}\nNo.", null)]
    [InlineData("\\section{History \\parencite*[see][p. 1]{introduction}}\nNo.", null)]
    [InlineData("\\section{\\hyperref[sec:i]{Introduction}}\nStars.", "Introduction\n\nStars.")]
    [InlineData("\\section{\\href{https://e.org/x}{Introduction}}\nStars.", "Introduction\n\nStars.")]
    [InlineData("\\section{\\centering{}Introduction\\hfill{}}\nStars.", "Introduction\n\nStars.")]
    [InlineData("\\section{Conclusions of \\LaTeX{} and \\eqref{a}\\footnote[1]{See X}\\cite[p. 2][x]{key}}\nDone.", "Conclusions of LaTeX and\n\nDone.")]
    [InlineData("\\section{Conclusions \\emph{open}\nNo.", null)]
    [InlineData("Only text about an introduction of stars.\nAnd more.", null)]
    [InlineData("", null)]
    public void Select_Forms_KeepsTheSections(string paper, string? expected) => Assert.Equal(expected, new PaperSectionSelector().Select(paper));

    [Fact]
    public void Select_OwnNames_TakesThem() =>
        Assert.Equal("Methods\n\nLong.",
            new PaperSectionSelector { Names = ["Methods"] }.Select("## Abstract\n\nWe.\n\n## Methods\n\nLong.\n\n## Results\n\nR."));

    [Fact]
    public void Names_NoneOrEmpty_Throws()
    {
        Assert.Throws<ArgumentException>(() => new PaperSectionSelector { Names = [] });
        Assert.Throws<ArgumentException>(() => new PaperSectionSelector { Names = [""] });
    }

    protected override Stage Create() => new PaperSectionSelector();

    protected override Stage CreateOther() => new PaperSectionSelector { KeepsUndivided = true };

    protected override IEnumerable<Document> Documents() => Enumerable.Range(0, 20).Select(i => new Document($"d{i}",
        i % 3 == 0 ? "nothing" : $"## Abstract\n\nText {i}.\n\n## Data\n\nNumbers.\n\n## Conclusion\n\nEnd {i}."));
}
