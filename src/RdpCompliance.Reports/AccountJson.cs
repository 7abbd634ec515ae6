using System.Text.Json;
using RdpCompliance.Engine.Findings;

namespace RdpCompliance.Reports;

/// <summary>The account of a scan as JSON and SARIF carry it.</summary>
internal static class AccountJson
{
    private const int MostWanted = 20;

    public static void Write(Utf8JsonWriter json, ScanAccount account)
    {
        json.WriteStartObject("account");
        json.WriteNumber("pass", account.Passes);
        json.WriteNumber("fail", account.Fails);
        json.WriteNumber("undecided", account.Undecided);
        json.WriteNumber("rulesAsked", account.Asked);
        json.WriteStartArray("notAsked");
        foreach (var silent in account.NotAsked)
        {
            json.WriteStartObject();
            json.WriteString("reason", ContractName.Of(silent.Reason));
            json.WriteStartArray("rules");
            foreach (var rule in silent.Rules)
            {
                json.WriteStringValue(rule);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("wanted");
        foreach (var wanted in account.Wanted.Take(MostWanted))
        {
            json.WriteStartObject();
            json.WriteText("what", wanted.What);
            if (wanted.Command is { } command)
            {
                json.WriteText("command", command);
            }

            json.WriteNumber("verdicts", wanted.Verdicts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
