<?php
/**
 * Remembers that the server could not be asked, until it can.
 *
 * @package Passwave
 */

defined( 'ABSPATH' ) || exit;

/**
 * Visitors cannot mend a wrong secret or a server that is down, so their owner is told: a notice in the dashboard,
 * one line in the log.
 */
final class Passwave_Trouble {
	const OPTION = 'passwave_trouble';

	/** For so long nobody waits for a server that did not answer. */
	const PAUSE_S   = 10;
	const TRANSIENT = 'passwave_unavailable';

	/**
	 * Takes note of an answer.
	 *
	 * @param Passwave_Answer $answer The answer.
	 */
	public static function note( Passwave_Answer $answer ) {
		$known = get_option( self::OPTION );
		if ( $answer->is_verdict() ) {
			$known && delete_option( self::OPTION );
			return;
		}
		if ( Passwave_Answer::UNAVAILABLE === $answer->kind ) {
			set_transient( self::TRANSIENT, array( $answer->code, $answer->detail ), self::PAUSE_S );
		}
		if ( is_array( $known ) && $known['code'] === $answer->code ) {
			return;
		}
		update_option(
			self::OPTION,
			array(
				'kind'   => $answer->kind,
				'code'   => $answer->code,
				'detail' => $answer->detail,
				'since'  => time(),
			)
		);
		// phpcs:ignore WordPress.PHP.DevelopmentFunctions.error_log_error_log -- The owner must learn of it.
		error_log( 'Passwave: nobody can be verified: ' . trim( $answer->code . ' ' . $answer->detail ) );
	}

	/** The answer that says so, if the server did not answer just now. */
	public static function recent() {
		$said = get_transient( self::TRANSIENT );
		return is_array( $said ) ? new Passwave_Answer( Passwave_Answer::UNAVAILABLE, $said[0], $said[1] ) : null;
	}

	/** The trouble that lasts, with since when, or null. */
	public static function lasting() {
		$known = get_option( self::OPTION );
		if ( ! is_array( $known ) ) {
			return null;
		}
		return array( new Passwave_Answer( $known['kind'], $known['code'], $known['detail'] ), $known['since'] );
	}

	/** Forgets it, since the settings were tested anew. */
	public static function clear() {
		delete_option( self::OPTION );
		delete_transient( self::TRANSIENT );
	}
}
