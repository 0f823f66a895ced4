namespace DataCuration.LanguageModels;

/// <summary>Reads an answer. It must take any text whatever and never throw: answers may be steered by the documents that they are about.</summary>
/// <typeparam name="T">What is read.</typeparam>
/// <param name="answer">The answer's text.</param>
public delegate ParsedAnswer<T> AnswerParser<T>(string answer);
