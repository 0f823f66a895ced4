using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests;

public sealed class TargetEntityFitTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fit_Documents_RanksRareEntitiesFirst()
    {
        Corpus corpus = Corpus.FromDocuments(
        [
            Json("1", """["pulmonary embolism", "aspirin", "aspirin", "12345678", "fever"]"""),
            Json("2", """["aspirin", "warfarin  sodium"]"""),
            new Document("3", "x").With(new AnnotationKey<string>("entities"), "aspirin"),
            new Document("4", "x").With(new AnnotationKey<string>("entities"), """["warfarin sodium","broken (bracket"]"""),
            new Document("5", "no field"),
        ]);
        TargetEntities entities = await corpus.FitAsync(new TargetEntityFit("entities"), folder.Run());
        Assert.Equal(5, entities.Documents);
        Assert.Equal([new TargetEntity("pulmonary embolism", 1), new("warfarin sodium", 2), new("aspirin", 3)], entities.Entities);
        Assert.Equal(Math.Log(5.0 / 3), entities.InverseDocumentFrequency(entities.Entities[2]), 15);
        TargetEntities two = await corpus.FitAsync(new TargetEntityFit("entities") { MaxEntities = 2 }, folder.Run());
        Assert.Equal(["pulmonary embolism", "warfarin sodium"], two.Entities.Select(entity => entity.Name));
    }

    [Fact]
    public async Task Fit_NoEntities_WarnsAndGivesAnEmptyPlan()
    {
        TargetEntities entities = await RunFolder.Documents(3).FitAsync(new TargetEntityFit("entities"), folder.Run());
        Assert.Empty(entities.Entities);
        Assert.Empty((await SourceContent.ReadAsync(new EntityPromptSource(entities))).Documents);
    }

    [Fact]
    public async Task Fit_OtherField_NamesDocumentAndValue()
    {
        Corpus corpus = Corpus.FromDocuments([new Document("d7", "x").With(new AnnotationKey<int>("entities"), 7)]);
        CurationException e = await Assert.ThrowsAnyAsync<CurationException>(() => corpus.FitAsync(new TargetEntityFit("entities"), folder.Run()));
        Assert.Contains("Document 'd7': field 'entities' is 7", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prompts_Plan_HasTenNumberedContextsForEachEntity()
    {
        TargetEntity[] list = [.. Enumerable.Range(0, 1_234).Select(i => new TargetEntity($"entity number {i}", 1 + i % 9))];
        var entities = new TargetEntities(9, list);
        SourceContent content = await SourceContent.ReadAsync(new EntityPromptSource(entities));
        Assert.Equal(10 * list.Length, content.Documents.Count);
        Assert.Equal([10_000, 2_340], content.RecordsByShard);
        Assert.All(content.Documents.GroupBy(document => document.Get(EntityPromptSource.Entity)), group =>
        {
            Assert.Equal(Enumerable.Range(1, 10), group.Select(document => document.Get(EntityPromptSource.Context)));
            Assert.All(group, document => Assert.Equal("Title: " + group.Key, document.Text));
        });
        Assert.Equal(content.Documents.Count, content.Documents.Select(document => document.Id).Distinct().Count());
        Assert.Equal("entity-2-3", content.Documents[12].Id);
        Assert.Equal(Math.Log(9.0 / 2), content.Documents[12].Get(EntityPromptSource.InverseDocumentFrequency), 15);
    }

    [Fact]
    public void Entities_WrongCounts_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new TargetEntities(2, [new TargetEntity("a", 3)]));
        Assert.Throws<ArgumentException>(() => new TargetEntities(2, [new TargetEntity("a", 0)]));
        Assert.NotEqual(new TargetEntities(2, [new TargetEntity("a", 1)]).Fingerprint, new TargetEntities(2, [new TargetEntity("a", 2)]).Fingerprint);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TargetEntityFit("a") { MaxEntities = 0 });
        Assert.Throws<ArgumentException>(() => new TargetEntityFit(" "));
    }

    private static Document Json(string id, string json) =>
        new Document(id, "x").Edit().Set("entities", AnnotationValue.FromJson(Encoding.UTF8.GetBytes(json))).Build();
}
