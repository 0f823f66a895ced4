namespace DataCuration.Experiments.Teach;

/// <summary>An invented fact.</summary>
/// <param name="Relation">The relation.</param>
/// <param name="Subject">The subject, such as the person who wrote a book.</param>
/// <param name="Object">The object, such as the book.</param>
internal sealed record Fact(Relation Relation, string Subject, string Object);
