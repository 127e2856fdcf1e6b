using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tern.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Connections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "sender_address",
                table: "mailboxes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "clock_offset_seconds",
                table: "mailbox_health",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "fault_at",
                table: "mailbox_health",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "trace_id",
                table: "mailbox_health",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "works_until",
                table: "mailbox_health",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "health_events",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "request_id",
                table: "health_events",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "trace_id",
                table: "health_events",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "claimed_by",
                table: "grants",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "claimed_until",
                table: "grants",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "failure",
                table: "grants",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "permissions",
                table: "grants",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "added_at",
                table: "credentials",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_own",
                table: "credentials",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "key_id",
                table: "credentials",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "stage",
                table: "credentials",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "warned_days",
                table: "credentials",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "application_object_id",
                table: "connections",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "cloud",
                table: "connections",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "consent_answered_at",
                table: "connections",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "consent_asked_at",
                table: "connections",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "consent_problem",
                table: "connections",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "consent_state",
                table: "connections",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "rolling_fault_code",
                table: "connections",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "rolling_fault_detail",
                table: "connections",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "mailbox_setups",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    touched_at = table.Column<long>(type: "INTEGER", nullable: false),
                    step = table.Column<string>(type: "TEXT", nullable: false),
                    answers = table.Column<string>(type: "TEXT", nullable: false),
                    connection_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    mailbox_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mailbox_setups", x => x.id);
                    table.ForeignKey(
                        name: "fk_mailbox_setups_connections_connection_id",
                        column: x => x.connection_id,
                        principalTable: "connections",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_mailbox_setups_mailboxes_mailbox_id",
                        column: x => x.mailbox_id,
                        principalTable: "mailboxes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateIndex(
                name: "ix_connections_consent_state",
                table: "connections",
                column: "consent_state",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_mailbox_setups_connection_id",
                table: "mailbox_setups",
                column: "connection_id");

            migrationBuilder.CreateIndex(
                name: "ix_mailbox_setups_mailbox_id",
                table: "mailbox_setups",
                column: "mailbox_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mailbox_setups");

            migrationBuilder.DropIndex(
                name: "ix_connections_consent_state",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "sender_address",
                table: "mailboxes");

            migrationBuilder.DropColumn(
                name: "clock_offset_seconds",
                table: "mailbox_health");

            migrationBuilder.DropColumn(
                name: "fault_at",
                table: "mailbox_health");

            migrationBuilder.DropColumn(
                name: "trace_id",
                table: "mailbox_health");

            migrationBuilder.DropColumn(
                name: "works_until",
                table: "mailbox_health");

            migrationBuilder.DropColumn(
                name: "note",
                table: "health_events");

            migrationBuilder.DropColumn(
                name: "request_id",
                table: "health_events");

            migrationBuilder.DropColumn(
                name: "trace_id",
                table: "health_events");

            migrationBuilder.DropColumn(
                name: "claimed_by",
                table: "grants");

            migrationBuilder.DropColumn(
                name: "claimed_until",
                table: "grants");

            migrationBuilder.DropColumn(
                name: "failure",
                table: "grants");

            migrationBuilder.DropColumn(
                name: "permissions",
                table: "grants");

            migrationBuilder.DropColumn(
                name: "added_at",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "is_own",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "key_id",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "stage",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "warned_days",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "application_object_id",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "cloud",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "consent_answered_at",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "consent_asked_at",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "consent_problem",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "consent_state",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "rolling_fault_code",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "rolling_fault_detail",
                table: "connections");
        }
    }
}
