namespace DataCuration.Synthesis.Tests.Generation;

public sealed class TextFormsTests
{
    [Theory]
    [InlineData("Question: What?\nAnswer: That.", "Question: What?\nAnswer: That.")]
    [InlineData("Here you are:\n\n- Question: A?\n- Answer: B.\n\n- Question: C?\n- Answer: D.", "Question: A?\nAnswer: B.\n\nQuestion: C?\nAnswer: D.")]
    [InlineData("**Question 1:** A?\n\n**Answer 1:** B\n\n2. **Question: C?**\n   **Answer:** D", "Question: A?\nAnswer: B\n\nQuestion: C?\nAnswer: D")]
    [InlineData("question： A?\r\nANSWER: B\r\nand more.\r\n\r\n", "Question: A?\nAnswer: B\nand more.")]
    [InlineData("Question: A?\n(A) one\n(B) two\nAnswer: (B)\nAnswer: two", "Question: A?\n(A) one\n(B) two\nAnswer: (B)\ntwo")]
    // without an answer, without a question, empty, or only named
    [InlineData("Question: A?\nQuestion: B?\nAnswer: C", "Question: B?\nAnswer: C")]
    [InlineData("Question: A?\nAnswer:", "")]
    [InlineData("Answer: A\nsome text", "")]
    [InlineData("The question: is it? Answer: no.", "")]
    [InlineData("", "")]
    public void Check_Pairs_ReadsCompletePairs(string answer, string expected)
    {
        TextCheck check = TextForms.Check(answer, TextForm.Pairs);
        if (expected.Length > 0) Assert.Equal(new TextCheck(expected), check);
        else Assert.Equal(new TextCheck(answer, "no_pairs"), check);
    }

    [Theory]
    [InlineData("- One.\n- Two.", "One.\nTwo.")]
    [InlineData("Facts:\n\n* One,\n  and more.\n\u2022 Two.\n12. Three.\n4) Four.", "One, and more.\nTwo.\nThree.\nFour.")]
    [InlineData("-5 degrees were measured.", "")]
    [InlineData("1990 was a year.\n2.5 is a number.", "")]
    [InlineData("- ", "")]
    public void Check_List_ReadsItems(string answer, string expected)
    {
        TextCheck check = TextForms.Check(answer, TextForm.List);
        if (expected.Length > 0) Assert.Equal(new TextCheck(expected), check);
        else Assert.Equal(new TextCheck(answer, "no_list"), check);
    }

    [Fact]
    public void Check_Text_IsKept() => Assert.Equal(new TextCheck("any\ntext"), TextForms.Check("any\ntext", TextForm.Text));
}
