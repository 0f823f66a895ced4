using System.Text.Json;
using System.Text.RegularExpressions;
using DataCuration.Experiments.Teach;
using DataCuration.Synthesis;
using DataCuration.TestKit.LanguageModels;
using Microsoft.Extensions.AI;

namespace DataCuration.Training.Tests.Experiments;

/// <summary>The texts of the teaching experiment.</summary>
public sealed class RuleDrivenEntiGraphModelTests(ITestOutputHelper output)
{
    private static readonly EntiGraphPrompts Prompts = new();
    private static readonly InventedWorld World = new(seed: 5, tested: 12, practice: 6);

    [Fact]
    public void Answer_AllPairsAndTriples_NeverHasAClozeSentence()
    {
        Regex[] cloze = [.. ClozePatterns()];
        int texts = 0, seen = 0;
        foreach (InventedArticle article in World.Tested.Concat(World.Practice))
        {
            foreach (string text in Notes(article).Append(article.Text))
            {
                texts++;
                Assert.DoesNotContain(cloze, pattern => pattern.IsMatch(text));
            }
            // Planted: the answered questions themselves are found.
            foreach (ClozeQuestion question in ClozeQuestion.About(article))
            {
                Assert.Contains(cloze, pattern => pattern.IsMatch(question.Prefix + question.Answer + "."));
                seen++;
            }
        }
        output.WriteLine($"{texts} texts, {seen} questions");
        Assert.Equal(18 * 37, texts); // a summary, 15 pairs and 20 triples of six entities, and the article
        Assert.Equal(18 * 30, seen);
    }

    [Fact]
    public void Answer_EntityStep_NamesAllEntitiesOfTheDocument()
    {
        InventedArticle article = World.Tested[0];
        JsonElement answer = JsonElement.Parse(RuleDrivenEntiGraphModel.Answer(Request(Prompts.BuildEntityMessages(article.Text))));
        Assert.Equal(article.Facts.SelectMany(fact => (string[])[fact.Subject, fact.Object]).Distinct().Order(StringComparer.Ordinal),
            answer.GetProperty("entities").EnumerateArray().Select(entity => entity.GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Answer_Pair_TellsEachEntitysFactsFromItsOwnSide()
    {
        InventedArticle article = World.Tested[1];
        Fact born = article.Facts[0];
        string text = RuleDrivenEntiGraphModel.Answer(Request(Prompts.BuildRelationMessages(article.Text, born.Subject, born.Object)));
        string[] sections = text.Split("Notes on the profile of ", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, sections.Length);
        Assert.Contains(Wordings.FromSubject[Relation.Born], wording => Has(sections[0], wording));
        Assert.Contains(Wordings.FromObject[Relation.Born], wording => Has(sections[1], wording));

        bool Has(string section, string wording) => section.Contains(Wordings.Fill(wording, born.Subject, born.Object), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFacts_AnyArticle_FindsEachFactOnce()
    {
        foreach (InventedArticle article in World.Tested.Concat(World.Practice))
        {
            Assert.Equal(article.Facts, RuleDrivenEntiGraphModel.ReadFacts(article.Text).OrderBy(fact => fact.Relation));
            // Each object is named once; the firm is also the subject of the sentence about its seat.
            foreach (Fact fact in article.Facts)
                Assert.Equal(fact.Relation == Relation.Founded ? 2 : 1, Regex.Count(article.Text, Regex.Escape(fact.Object) + @"\b"));
        }
    }

    [Fact]
    public void Wordings_OfArticlesGeneratorAndQuestions_AreDisjoint()
    {
        foreach (Relation relation in Enum.GetValues<Relation>())
        {
            string[] all = [.. Wordings.Article[relation], .. Wordings.FromSubject[relation], .. Wordings.FromObject[relation],
                .. Wordings.ClozeForObject[relation], .. Wordings.ClozeForSubject[relation]];
            Assert.Equal(21, all.Length);
            Assert.Equal(all.Length, all.Distinct(StringComparer.Ordinal).Count());
            Assert.All(all, wording => Assert.Contains("{s}", wording, StringComparison.Ordinal));
            Assert.All(all, wording => Assert.Contains("{o}", wording, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void World_TestedAndPractice_ShareNoName()
    {
        HashSet<string> practice = [.. World.Practice.SelectMany(Names)];
        Assert.Equal(6 * 6, practice.Count);
        Assert.DoesNotContain(World.Tested.SelectMany(Names), practice.Contains);
        Assert.Equal(World.Tested[3].Text, new InventedWorld(5, 12, 0).Tested[3].Text);
        Assert.NotEqual(World.Tested[3].Text, new InventedWorld(6, 12, 0).Tested[3].Text);

        static IEnumerable<string> Names(InventedArticle article) =>
            article.Facts.SelectMany(fact => (string[])[InventedArticle.SurnameOf(fact.Subject), fact.Relation == Relation.Studied
                ? InventedArticle.SurnameOf(fact.Object) : fact.Object]).Distinct();
    }

    /// <summary>A pattern for each cloze sentence, with any names.</summary>
    private static IEnumerable<Regex> ClozePatterns() =>
        new[] { Wordings.ClozeForObject, Wordings.ClozeForSubject }.SelectMany(set => set.Values).SelectMany(wordings => wordings)
            .Select(wording => new Regex(Regex.Escape(wording).Replace(@"\{s}", @"[^.\n]+", StringComparison.Ordinal)
                .Replace(@"\{o}", @"[^.\n]+", StringComparison.Ordinal)));

    private static IEnumerable<string> Notes(InventedArticle article)
    {
        JsonElement answer = JsonElement.Parse(RuleDrivenEntiGraphModel.Answer(Request(Prompts.BuildEntityMessages(article.Text))));
        yield return answer.GetProperty("summary").GetString()!;
        string[] entities = [.. answer.GetProperty("entities").EnumerateArray().Select(entity => entity.GetString()!)];
        for (int i = 0; i < entities.Length; i++)
        {
            for (int j = i + 1; j < entities.Length; j++)
            {
                yield return Relate(entities[i], entities[j]);
                for (int k = j + 1; k < entities.Length; k++) yield return Relate(entities[i], entities[j], entities[k]);
            }
        }

        string Relate(params string[] names) => RuleDrivenEntiGraphModel.Answer(Request(Prompts.BuildRelationMessages(article.Text, names)));
    }

    private static ChatRequest Request(IReadOnlyList<ChatMessage> messages) =>
        new(0, "rule-driven", [.. messages.Select(message => (message.Role.Value, message.Text))], "", IsStream: false);
}
