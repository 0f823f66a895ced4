namespace DataCuration.LanguageModels.Tests;

public sealed class DataManPromptTests
{
    [Fact]
    public void Build_AllRating_HasTheFieldsOfTheWire()
    {
        string[] lines = new DataManPrompt().Build("One.\nTwo.").Split('\n');
        Assert.Equal(["Text: One.", "Two.", "Domain:_", "[1]Accuracy:_/5", "[2]Coherence:_/5", "[3]Language Consistency:_/5", "[4]Semantic Density:_/5",
            "[5]Knowledge Novelty:_/5", "[6]Topic Focus:_/5", "[7]Creativity:_/5",
            "[8]Professionalism:_/5", "[9]Style Consistency:_/5", "[10]Grammatical Diversity:_/5", "[11]Structural Standardization:_/5", "[12]Originality:_/5",
            "[13]Sensitivity:_/5", "[14]Overall Score:_/5"], lines[1..]);
    }

    [Theory]
    [InlineData(DataManPromptMode.ScoreOnly, "Overall Score:_/5", 1)]
    [InlineData(DataManPromptMode.DetailedScoreOnly, "[13]Sensitivity\nOverall Score:_/5", 14)]
    [InlineData(DataManPromptMode.DomainOnly, "Domain:_", 1)]
    [InlineData(DataManPromptMode.DetailedDomainOnly, "Domain Types: [A]Medicine [B]Finance [C]Law [D]Education [E]Technology [F]Entertainment [G]Mathematics "
        + "[H]Coding [I]Government [J]Culture [K]Transportation [L]Retail E-commerce [M]Telecommunication [N]Agriculture [O]Other\nDomain:_", 2)]
    public void Build_OtherModes_EndInTheirFields(DataManPromptMode mode, string end, int fieldLines)
    {
        string prompt = new DataManPrompt { Mode = mode }.Build("T");
        Assert.EndsWith("\n" + end, prompt, StringComparison.Ordinal);
        Assert.Equal(2 + fieldLines, prompt.Split('\n').Length);
    }

    [Fact]
    public void Build_EveryModeAndLanguage_Differs()
    {
        string[] prompts = [.. Enum.GetValues<DataManLanguage>()
            .SelectMany(language => Enum.GetValues<DataManPromptMode>().Select(mode => new DataManPrompt { Mode = mode, Language = language }.Build("T")))];
        Assert.Equal(10, prompts.Distinct().Count());
        Assert.Equal("mine\n文本: T\n总评:_/5",
            new DataManPrompt { Mode = DataManPromptMode.ScoreOnly, Language = DataManLanguage.Chinese, Instruction = "mine" }.Build("T"));
    }

    [Fact]
    public void Build_Chinese_HasTheFieldsOfTheCode()
    {
        string[] lines = new DataManPrompt { Language = DataManLanguage.Chinese }.Build("一。\n二。").Split('\n');
        Assert.Equal(["文本: 一。", "二。", "领域:_", "[1]准确性:_/5", "[2]连贯性:_/5", "[3]语种一致性:_/5", "[4]信息含量:_/5", "[5]知识新颖性:_/5", "[6]专注度:_/5",
            "[7]创意:_/5", "[8]专业性:_/5", "[9]风格一致性:_/5", "[10]语法多样性:_/5", "[11]结构规范性:_/5", "[12]内容原创性:_/5", "[13]敏感度:_/5",
            "[14]总评:_/5"], lines[1..]);
        Assert.EndsWith("\n[6]专注度\n[7]创意\n[8]专业性\n[9]风格一致性\n[10]语法多样性\n[11]结构规范性\n[12]内容原创性\n[13]敏感度\n总评:_/5",
            new DataManPrompt { Language = DataManLanguage.Chinese, Mode = DataManPromptMode.DetailedScoreOnly }.Build("T"), StringComparison.Ordinal);
        Assert.EndsWith("\n文本: T\n领域类型：[A]医疗 [B]金融 [C]法律 [D]教育 [E]科技 [F]娱乐 [G]数学 [H]代码 [I]政务 [J]文化 [K]交通 [L]零售电商 [M]电信 [N]农业 [O]其他\n领域:_",
            new DataManPrompt { Language = DataManLanguage.Chinese, Mode = DataManPromptMode.DetailedDomainOnly }.Build("T"), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_InstructionWithTheTextsPlace_IsTheWholePrompt()
    {
        var whole = new DataManPrompt { Instruction = "Judge:\nText: {text}\nScore {text} {1}:_" };
        Assert.Equal("Judge:\nText: A {text}.\nScore A {text}. {1}:_", whole.Build("A {text}."));
        Assert.Equal("{0} A", new DataManPrompt { Instruction = "{0} {text}", Language = DataManLanguage.Chinese }.Build("A"));
        Assert.Contains("{text}", Assert.Throws<ArgumentException>(() => new DataManPrompt { Instruction = "a\nb" }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_EnglishDidNotChange_KeepsItsNumber()
    {
        // The version is part of a call's key: with another one, every answer would be paid again.
        Assert.All(Enum.GetValues<DataManPromptMode>(), mode => Assert.Equal("dataman-1", new DataManPrompt { Mode = mode }.Version));
        Assert.Equal("dataman-2", new DataManPrompt { Language = DataManLanguage.Chinese }.Version);
        Assert.Equal("dataman-1", new DataManPrompt { Instruction = "mine" }.Version);
        Assert.Equal("dataman-2", new DataManPrompt { Instruction = "{text}" }.Version);
    }

    [Fact]
    public void Tables_NamesAndLetters_AreThoseOfTheCode()
    {
        Assert.Equal(14, DataManCriteria.All.Count);
        Assert.Equal(15, DataManDomains.All.Count);
        Assert.Equal("ABCDEFGHIJKLMNO", string.Concat(DataManDomains.All.Select(domain => domain.Letter())));
        Assert.Equal("dataman_accuracy", DataManCriterion.Accuracy.Annotation().Name);
        Assert.Equal("dataman_overall_score", DataManCriterion.OverallScore.Annotation().Name);
        Assert.Equal("Ratio of Valid Semantic Content", DataManCriterion.SemanticDensity.TeacherName());
        Assert.All(DataManDomains.All, domain => Assert.True(DataManDomains.TryFromName(domain.Name(), out DataManDomain same) && same == domain));
        Assert.False(DataManDomains.TryFromLetter('P', out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => ((DataManDomain)15).Letter());
    }

    [Fact]
    public void Annotate_ThenRead_GivesTheRatingBack()
    {
        DataManRating rating = DataManAnswer.Parse("L\n5\n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3\n2", DataManPromptMode.AllRating);
        Document document = rating.Annotate(new Document("1", "text"));
        Assert.Equal("Retail E-commerce", document.Get(DataManDomains.Annotation));
        Assert.Equal(2, document.Get(DataManCriterion.OverallScore.Annotation()));
        Assert.True(DataManRating.TryRead(document, out DataManRating? read));
        Assert.Equal(rating, read);
        Assert.False(DataManRating.TryRead(new Document("1", "text"), out _));
        Assert.True(DataManRating.TryRead(DataManRating.OfOverallScore(4).Annotate(new Document("1", "t")), out DataManRating? part));
        Assert.Equal(DataManRating.OfOverallScore(4), part);
    }
}
