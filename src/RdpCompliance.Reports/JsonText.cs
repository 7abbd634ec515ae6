using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace RdpCompliance.Reports;

/// <summary>Writes text of inputs into JSON: exactly, yet harmless when the JSON is printed to the log of a build service.</summary>
internal static class JsonText
{
    private static readonly JavaScriptEncoder WithoutHash = CreateWithoutHash();

    public static JsonWriterOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        NewLine = "\n",
    };

    public static void WriteText(this Utf8JsonWriter writer, string name, string text)
    {
        writer.WritePropertyName(name);
        WriteText(writer, text);
    }

    public static void WriteText(this Utf8JsonWriter writer, string text)
    {
        var whole = IsWhole(text) ? text : Repair(text);
        if (VisibleText.HoldsLogCommand(whole))
        {
            // \u0023 is the same JSON and no command.
            writer.WriteStringValue(JsonEncodedText.Encode(whole, WithoutHash));
        }
        else
        {
            writer.WriteStringValue(whole);
        }
    }

    /// <summary>Whether every surrogate has its other half: JSON cannot carry one alone.</summary>
    public static bool IsWhole(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
            {
                continue;
            }

            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
            {
                return false;
            }

            index++;
        }

        return true;
    }

    private static string Repair(string text)
    {
        var repaired = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            repaired.Append(rune.ToString());
        }

        return repaired.ToString();
    }

    private static JavaScriptEncoder CreateWithoutHash()
    {
        var settings = new TextEncoderSettings(UnicodeRanges.All);
        settings.ForbidCharacters('#');
        return JavaScriptEncoder.Create(settings);
    }
}
