using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Tests.Policies;

public sealed class PastedDialogueTests
{
    private const string Pair = "0x904/0x7";

    [Theory]
    [InlineData("This computer can't connect.\n\nError code: 0x904\nExtended error code: 0x7\nTimestamp (UTC): 11/10/26 08:15:12 PM", Pair)]
    [InlineData("Fehlercode: 0x904\r\nErweiterter Fehlercode: 0x7\r\nZeitstempel (UTC): 10.11.26 20:15:12", Pair)]
    [InlineData("Code d’erreur : 0x904\nCode d’erreur étendu : 0x7\nHorodatage (UTC) : 10/11/26 20:15:12", Pair)]
    [InlineData("Código de error: 0x904\nCódigo de error extendido: 0x7\nMarca de tiempo (UTC): 10/11/26 20:15:12", Pair)]
    [InlineData("エラー コード: 0x904\n拡張エラー コード: 0x7\nタイムスタンプ (UTC): 26/11/10 20:15:12", Pair)]
    [InlineData("エラーコード：０ｘ９０４、拡張エラーコード：０ｘ７", Pair)]
    [InlineData("エラーコード0x904拡張エラーコード0x7タイムスタンプ", Pair)]
    [InlineData("error code 0x904,extended error code 0x7", Pair)]
    [InlineData("Error code:0 x904   Extended error code :0x 7", Pair)]
    [InlineData("Error code: Ox904 extended: OX7", Pair)]
    [InlineData("Error code: 0X904Extended error code: 0x7Timestamp", Pair)]
    [InlineData("0x904 0x7", Pair)]
    [InlineData("Error code: 0x3\nExtended error code: 0x7", "0x3/0x7")]
    [InlineData("Fehlercode: 2308, erweitert 7 (10.11.2026 20:15:12, Host SRV01, 10.0.0.4)", Pair)]
    [InlineData("Código:2308", "0x904")]
    [InlineData("Because of a protocol error (code: 0x112f), the remote session will be disconnected.", "0x112f")]
    [InlineData("An authentication error has occurred (0xC000035B).", "0xc000035b")]
    public void The_codes_are_found_in_any_language_and_in_spite_of_typing(string text, string expected) =>
        Assert.Equal(expected, PastedDialogue.TryParse(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("The connection was lost.")]
    [InlineData("SRV01 at 10.0.0.4:3389 on 10.11.2026, 20:15")]
    [InlineData("0x")]
    [InlineData("0xyz")]
    public void A_text_without_codes_has_none(string text) => Assert.Null(PastedDialogue.TryParse(text));

    [Fact]
    public void No_text_throws()
    {
        const string Alphabet = "0xXoO×9aF :.\n／０ｘ\ud83d";
        var random = new Random(7);
        for (var run = 0; run < 2000; run++)
        {
            PastedDialogue.TryParse(string.Concat(Enumerable.Range(0, random.Next(24)).Select(_ => Alphabet[random.Next(Alphabet.Length)])));
        }
    }
}
