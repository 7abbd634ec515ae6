using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Tests.Policies;

public sealed class CodeQuestionTests
{
    [Theory]
    [InlineData("0x904", "0x904")]
    [InlineData("2308", "0x904")]
    [InlineData("0X904/0x7", "0x904/0x7")]
    [InlineData("2308 7", "0x904/0x7")]
    [InlineData("0x904, 0x7", "0x904/0x7")]
    [InlineData("-2147467259", "0x80004005")]
    [InlineData("RDP1001", null)]
    [InlineData("1 2 3", null)]
    [InlineData("", null)]
    public void One_number_or_two_are_a_question(string text, string? asked) => Assert.Equal(asked, CodeQuestion.TryParse(text)?.ToString());

    [Theory]
    [InlineData("Error code: 0x904\nExtended error code: 0x7\nTimestamp (UTC): 11/30/26 10:01:02 AM", "0x904/0x7")]
    [InlineData("Fehlercode: 0x3\r\nErweiterter Fehlercode: 0x7", "0x3/0x7")]
    [InlineData("エラー コード：0x904\n拡張エラー コード：0x7", "0x904/0x7")]
    [InlineData("An authentication error has occurred (Code: 0x80090302).", "0x80090302")]
    [InlineData("Code d’erreur : 2308\nCode d’erreur étendu : 7\nHeure : 10:01:02", "0x904/0x7")]
    [InlineData("connect to 10.0.0.4:3389 at 10:01:02", null)]
    [InlineData("0x904", null)]
    [InlineData("no number here", null)]
    public void A_dialogue_of_any_language_has_its_numbers(string text, string? asked) => Assert.Equal(asked, CodeQuestion.TryFindIn(text)?.ToString());
}
