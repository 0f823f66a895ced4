namespace DataCuration.Extraction;

/// <summary>A reference of a JSON-LD item to a person, an organisation or a thing: its name, or the id of the item that describes it.</summary>
internal sealed record JsonLdReference(string? Name, string? Id);
