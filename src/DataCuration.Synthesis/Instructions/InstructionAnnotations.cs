namespace DataCuration.Synthesis;

/// <summary>
/// The annotations of generated instructions and their answers, beside those of <see cref="SyntheticAnnotations"/>. Lists are JSON arrays.
/// </summary>
public static class InstructionAnnotations
{
    /// <summary>The indexes of the examples that the model saw when it wrote the instruction (<see cref="InstructionPool.Examples"/>), from 0.</summary>
    public static readonly AnnotationKey<string> Examples = new("instruction_examples");

    /// <summary>The instruction. <see cref="GroundedAnswerer"/> writes it, as the document's text then has the answer too.</summary>
    public static readonly AnnotationKey<string> Instruction = new("instruction");

    /// <summary>The answer.</summary>
    public static readonly AnnotationKey<string> Answer = new("instruction_answer");

    /// <summary>The ids of the passages that the answer was written from, in the order of the prompt.</summary>
    public static readonly AnnotationKey<string> Passages = new("instruction_passages");

    /// <summary>The retriever's scores of the passages.</summary>
    public static readonly AnnotationKey<string> PassageScores = new("instruction_passage_scores");

    /// <summary>The name of the retriever.</summary>
    public static readonly AnnotationKey<string> Retriever = new("instruction_retriever");

    /// <summary>The model that was called for the answer.</summary>
    public static readonly AnnotationKey<string> AnswerModel = new("answer_model");

    /// <summary>The exact model that answered, if the server named it.</summary>
    public static readonly AnnotationKey<string> AnswerServedBy = new("answer_served_by");

    /// <summary>The version of the answer's prompt.</summary>
    public static readonly AnnotationKey<string> AnswerPrompt = new("answer_prompt");

    /// <summary>The index of the sample that was used as the answer, from 0.</summary>
    public static readonly AnnotationKey<int> AnswerAttempt = new("answer_attempt");

    /// <summary>The share of the answer's content words that are in the passages (<see cref="GroundednessScores.Words"/>).</summary>
    public static readonly AnnotationKey<double> GroundedWords = new("grounded_words");

    /// <summary>The share of the answer's numbers that are in the passages (<see cref="GroundednessScores.Numbers"/>).</summary>
    public static readonly AnnotationKey<double> GroundedNumbers = new("grounded_numbers");

    /// <summary>The share of the answer's word triples that are in the passages (<see cref="GroundednessScores.Phrases"/>).</summary>
    public static readonly AnnotationKey<double> GroundedPhrases = new("grounded_phrases");

    /// <summary>The result of the check by a model, if there was one: true if the model says that the answer follows from the passages.</summary>
    public static readonly AnnotationKey<bool> Judgement = new("grounded_judgement");

    /// <summary>The model of the check.</summary>
    public static readonly AnnotationKey<string> JudgeModel = new("judge_model");

    /// <summary>The version of the prompt of the check.</summary>
    public static readonly AnnotationKey<string> JudgePrompt = new("judge_prompt");
}
