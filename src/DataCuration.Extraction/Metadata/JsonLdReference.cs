namespace DataCuration.Extraction;

/// <summary>A person, an organisation or a thing that an item of JSON-LD names, or the id of the item that describes it.</summary>
internal readonly record struct JsonLdReference(string? Name, string? Id);
