using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Settings;

namespace RdpCompliance.Reports.Pages;

/// <summary>The page of one setting: the addresses that state it, which of them wins, and what silence means.</summary>
public static class SettingPage
{
    public static string Of(Setting setting)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {setting.Id}\n\nA setting of the kind {MarkdownText.Code(setting.Kind)}, ");
        page.Append(CultureInfo.InvariantCulture, $"read there as {MarkdownText.Code(setting.Field)}. ");
        page.Append(CultureInfo.InvariantCulture, $"Type: {PackWord.Of(setting.Type)}{(setting.Unit is { } unit ? $", in {unit}" : "")}.\n\n");
        page.Append("## Where it is stated; the first wins\n\n");
        foreach (var statement in setting.StatedBy)
        {
            page.Append(CultureInfo.InvariantCulture, $"- {PackWord.Of(statement.Layer)}: {MarkdownText.Code(statement.Address.ToString())}");
            page.Append(statement.OnlyWhen is null ? "" : ", only while another setting lets it count");
            page.Append(statement.Gpo is { } gpo ? $"; {MarkdownText.Escape(gpo)}" : "");
            page.Append(statement.Admx is { } admx ? $" ({MarkdownText.Escape(admx)})" : "");
            page.Append('\n');
        }

        AppendValues(page, setting);
        AppendSilence(page, setting);
        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static void AppendValues(StringBuilder page, Setting setting)
    {
        if (setting.Values is not { } values)
        {
            return;
        }

        page.Append("\n## What its numbers mean\n\n");
        foreach (var (number, means) in values.Means.OrderBy(pair => pair.Key))
        {
            page.Append(CultureInfo.InvariantCulture, $"- {number}: {MarkdownText.Escape(means)}\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"- {ReferenceLine.Of(values.Source)}\n");
    }

    private static void AppendSilence(StringBuilder page, Setting setting)
    {
        page.Append("\n## Where nothing states it\n\n");
        if (setting.Silence.IsEmpty)
        {
            page.Append("It has no value.\n");
        }

        foreach (var silence in setting.Silence)
        {
            var means = silence.IsUndecided ? "sources differ on what that means"
                : silence.Means is { } value ? $"{MarkdownText.Code(value.ToString())} is in force"
                : "it has no value";
            var where = silence.When is null ? "" : "On some versions of Windows: ";
            page.Append(CultureInfo.InvariantCulture, $"- {where}{means}. {ReferenceLine.Of(silence.Source)}\n");
        }
    }
}
