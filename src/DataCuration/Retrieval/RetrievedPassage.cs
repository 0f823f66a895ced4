namespace DataCuration;

/// <summary>A passage that an <see cref="IPassageRetriever"/> found.</summary>
/// <param name="Id">The id of the passage's document, such as <c>report-7#3</c> (<see cref="PassageSplitter"/>).</param>
/// <param name="Score">The score, in the retriever's own scale; a higher one is a better match.</param>
/// <param name="Text">The passage's text.</param>
public sealed record RetrievedPassage(string Id, double Score, string Text);
